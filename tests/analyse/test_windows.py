import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from dragoman.analyse.windows import (
    CONTENT,
    CUE,
    LINK_CONTENT,
    LINK_SOURCE,
    LINKS,
    TAGS,
    decode,
    find_paragraphs,
    make_windows,
)

PIECES = ("[UNK]", "[CLS]", "[SEP]", *".!?,abc", "rain", "fell", "said", "mira", "today")
VOCABULARY = {piece: k for k, piece in enumerate(PIECES)}


def small_tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(VOCABULARY, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


TOKENIZER = small_tokenizer()


@given(st.text(alphabet="ab c.\n🙂é“א", max_size=200), st.integers(8, 30))
def test_windows_hold_every_piece_once_and_keep_to_the_size(text: str, size: int) -> None:
    windows = make_windows(TOKENIZER, text, find_paragraphs(text), size)
    placed = [offset for window in windows for offset in window.offsets if offset[0] >= 0]
    assert placed == sorted(placed)
    assert len(set(placed)) == len(placed)
    assert all(len(window.ids) == len(window.offsets) <= size for window in windows)
    assert all(text[start:end].strip() for start, end in placed)


def test_paragraphs_that_fit_share_a_window() -> None:
    text = "a b c\n\nb c a"
    assert len(make_windows(TOKENIZER, text, find_paragraphs(text), 20)) == 1
    assert len(make_windows(TOKENIZER, text, find_paragraphs(text), 7)) == 2


def test_long_paragraph_is_cut_at_a_sentence_end() -> None:
    text = "a b c a b. c a b c a b c"
    windows = make_windows(TOKENIZER, text, find_paragraphs(text), 10)
    first = [text[start:end] for start, end in windows[0].offsets if start >= 0]
    assert first[-1] == "."


def test_decode_joins_a_content_that_the_cue_splits() -> None:
    text = "Rain fell, said Mira, today."
    (window,) = make_windows(TOKENIZER, text, find_paragraphs(text))
    words = [text[start:end] for start, end in window.offsets]
    tags = np.full((len(words), TAGS), 0.01, np.float32)
    tags[words.index("said"), CUE] = 0.9
    tags[words.index("Rain"), CONTENT] = 0.9
    links = np.zeros((1, len(words), LINKS), np.float32)
    links[0, :, 0] = 0.6
    for word in ("Rain", "fell", "today"):
        links[0, words.index(word), LINK_CONTENT] = 0.9
    links[0, words.index("Mira"), LINK_SOURCE] = 0.9
    (found,) = decode(window, text, tags, lambda cues: links[: len(cues)].copy())
    assert found.source is not None
    assert text[slice(*found.source)] == "Mira"
    assert text[slice(*found.cue)] == "said"
    assert [text[start:end] for start, end in found.content] == ["Rain fell", "today"]


def test_decode_without_a_cue_finds_nothing() -> None:
    text = "Rain fell today."
    (window,) = make_windows(TOKENIZER, text, find_paragraphs(text))
    tags = np.zeros((len(window.ids), TAGS), np.float32)
    assert decode(window, text, tags, lambda cues: np.zeros((len(cues), 0, LINKS), np.float32)) == []
