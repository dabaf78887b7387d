"""Feeds watched: listed, asked politely, their pages kept as they came. Nothing here codes; the command does."""
