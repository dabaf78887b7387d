"""Names, titles, descriptions and pronouns, and who they are."""
