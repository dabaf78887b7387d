"""Figures on the gold data: what dragoman predicts, how the scorers judge it, and what must not fall."""
