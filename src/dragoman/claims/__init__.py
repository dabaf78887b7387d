"""What the text claims: statements, and events coded by PLOVER."""
