"""All that the event coder reads of one document."""

from dragoman.values import Actor, Analysis, Document, Mention, Place, Sentence, Statement, Time, Value


class Page(Value, frozen=True, kw_only=True):
    """A document with the rows that earlier stages made of it."""

    document: Document
    analysis: Analysis
    sentences: tuple[Sentence, ...]
    actors: tuple[Actor, ...]
    mentions: tuple[Mention, ...]
    places: tuple[Place, ...]
    times: tuple[Time, ...]
    statements: tuple[Statement, ...]

    def sentence_rows(self) -> dict[int, int]:
        """Index of an analysed sentence to the number of its row."""
        starts = {s.start: s.sentence for s in self.sentences}
        firsts = (self.analysis.starts[first] for first, _ in self.analysis.sentences)
        return {k: starts[at] for k, at in enumerate(firsts) if at in starts}
