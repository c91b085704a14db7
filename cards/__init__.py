"""Draw: everything seen, from a view to a card and its plain text."""
