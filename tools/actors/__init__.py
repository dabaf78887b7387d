"""Builds the tables of `src/dragoman/data/actors`."""
