"""Converse: scripts as data for young people (opens with the web chat's scripts)."""
