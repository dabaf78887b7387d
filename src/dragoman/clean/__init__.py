"""From what a reader found to a document: its text, its metadata, and what each of its lines is."""
