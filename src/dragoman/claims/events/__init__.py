"""Who did what to whom (PLOVER)."""
