"""Hold what the web chat door shows: its page, its words and Web Chat itself."""
