"""Word lists, written as a reader likes them: as words with spaces between."""


def to_set(words: str) -> frozenset[str]:
    """The words."""
    return frozenset(words.split())
