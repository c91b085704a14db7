"""Change the tables from one release to the next."""
