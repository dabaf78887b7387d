"""What the words stand for: actors, places, times."""
