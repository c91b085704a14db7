"""Keep the safeguarding lead's word list, and read it."""
