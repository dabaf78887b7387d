"""What the words are: tokens and dependencies, sentences, tagged statements."""
