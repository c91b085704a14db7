"""Make plan documents of many layouts, in Word and Excel, with what should be read from each."""
