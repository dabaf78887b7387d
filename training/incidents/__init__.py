"""The comparer of reports of one event."""
