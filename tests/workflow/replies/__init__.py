"""Hold labelled replies, and count what the reader makes of them."""
