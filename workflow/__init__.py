"""Decide: the rules of the service, handed data and returning values."""
