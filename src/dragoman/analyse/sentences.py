"""The sentence rows of a document: parsed sentences, and the lines that are none."""

from dragoman.values import Analysis, Block, Document, Sentence


def find_sentences(document: Document, blocks: tuple[Block, ...], analysis: Analysis) -> tuple[Sentence, ...]:
    """Sentences in the order of the text; a furniture or stray line is one row, a parsed block one row a sentence."""
    spans = [(analysis.starts[first], analysis.ends[last - 1]) for first, last in analysis.sentences]
    rows: list[tuple[int, int, Block]] = []
    k = 0
    for block in blocks:
        inside = []
        while k < len(spans) and spans[k][0] < block.end:
            inside.append(spans[k])
            k += 1
        rows += [(start, end, block) for start, end in inside or [(block.start, block.end)]]
    return tuple(
        Sentence(document_id=document.document_id, sentence=number, start=start, end=end, kind=block.kind)
        for number, (start, end, block) in enumerate(rows)
    )
