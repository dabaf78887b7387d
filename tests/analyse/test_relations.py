"""The relation models: masks, features, and what the shipped arrays say of sentences of our own."""

from pathlib import Path

import numpy as np
import pytest

from dragoman.analyse.encoder import RelationTyper
from dragoman.analyse.relations import LABELS, PIECES, crop, find_features, mask

TEXT = "The Ruritanian army shelled  Strelsau\nat dawn."


def span(words: str, text: str = TEXT) -> tuple[int, int]:
    start = text.index(words)
    return start, start + len(words)


def test_mask_puts_names_in_place_of_both_actors() -> None:
    assert mask(TEXT, span("The Ruritanian army"), span("Strelsau")) == "Alice shelled Bob at dawn."


def test_mask_takes_spans_in_any_order() -> None:
    assert mask("Peers were jailed by the king.", span("the king", "Peers were jailed by the king."), (0, 5)) == (
        "Bob were jailed by Alice."
    )


@pytest.mark.parametrize("recipient", [None, (5, 5), (40, 900), (-3, 2)])
def test_mask_leaves_out_a_recipient_that_is_nowhere(recipient: tuple[int, int] | None) -> None:
    assert mask(TEXT, span("The Ruritanian army"), recipient) == "Alice shelled Strelsau at dawn."


def test_mask_of_overlapping_spans_keeps_the_actor() -> None:
    assert mask(TEXT, span("The Ruritanian army"), span("Ruritanian")) == "Alice shelled Strelsau at dawn."


def test_mask_without_actor_masks_the_recipient() -> None:
    assert mask(TEXT, None, span("Strelsau")) == "The Ruritanian army shelled Bob at dawn."


def test_mask_counts_code_points() -> None:
    text = "🚢🚢 Zubrovka 🚢 boarded Borduria."
    assert mask(text, span("Zubrovka", text), span("Borduria", text)) == "🚢🚢 Alice 🚢 boarded Bob."


def test_features_tell_who_stands_where() -> None:
    there, back = find_features("Alice attacked Bob", {}), find_features("Bob attacked Alice", {})
    assert "ab:attack" in there
    assert "ba:attack" in back
    assert not {f for f in there if f.startswith("ab:")} & set(back)


def test_words_of_one_class_share_a_feature() -> None:
    classes = {"shelled": 7, "bombarded": 7}
    assert "#7" in set(find_features("Alice shelled Bob", classes)) & set(find_features("Alice bombarded Bob", classes))


@pytest.fixture(scope="module")
def typer() -> RelationTyper:
    return RelationTyper()


PLAIN = {
    "Alice's gunners shelled positions held by Bob and killed nine people.": "ASSAULT",
    "Alice sent tents, flour and medicine to Bob after the flood.": "AID",
    "Alice held talks with Bob in the lakeside town.": "CONSULT",
    "Alice condemned Bob over the burning of the archive.": "ACCUSE",
    "Alice detained Bob and two of his aides at the ferry.": "COERCE",
    "Alice expelled three envoys of Bob and froze its accounts.": "SANCTION",
    "Alice threatened to bomb Bob unless the hostages were returned.": "THREATEN",
    "Alice rejected an offer by Bob to share the river.": "REJECT",
    "Alice demanded that Bob open the archives.": "REQUEST",
    "Alice released forty prisoners and handed them to Bob.": "YIELD",
}


def test_whole_model_knows_plain_cases(typer: RelationTyper) -> None:
    found = [LABELS[k] for k in typer(list(PLAIN)).argmax(1)]
    assert sum(a == b for a, b in zip(found, PLAIN.values(), strict=True)) >= 9, found


def test_linear_half_knows_most_plain_cases(typer: RelationTyper) -> None:
    found = [LABELS[k] for k in typer.linear(list(PLAIN)).argmax(1)]
    assert sum(a == b for a, b in zip(found, PLAIN.values(), strict=True)) >= 7, found


def test_rows_are_probabilities_and_do_not_depend_on_each_other(typer: RelationTyper) -> None:
    texts = list(PLAIN)
    together, reversed_ = typer(texts), typer(texts[::-1])[::-1]
    assert together.shape == (len(texts), len(LABELS))
    assert np.allclose(together.sum(1), 1, atol=1e-5)
    assert np.array_equal(together, reversed_)
    assert np.array_equal(together[3:4], typer(texts[3:4]))


def test_no_texts_give_no_rows(typer: RelationTyper) -> None:
    assert typer([]).shape == typer.linear([]).shape == (0, len(LABELS))
    assert typer.relevance([]).shape == (0,)


def test_words_never_seen_give_probabilities(typer: RelationTyper) -> None:
    assert np.isfinite(typer(["", "zzqx", "Алиса"])).all()


def test_events_are_more_relevant_than_sport_and_trade(typer: RelationTyper) -> None:
    quiet = [
        "Alice outplayed Bob in straight sets and waved to the stands.",
        "Alice roasted the aubergines while Bob chopped the parsley.",
        "Alice cut the price of its cheapest sofa to lure shoppers from Bob.",
        "Alice, who was born in a valley of cider makers, wrote a ballad for Bob.",
    ]
    told, untold = typer.relevance(list(PLAIN)), typer.relevance(quiet)
    assert np.mean(told[:, None] > untold[None]) > 0.8
    assert told.mean() > untold.mean() + 0.15


def test_a_long_sentence_is_cut_around_the_names(typer: RelationTyper) -> None:
    text = "Rain fell on the quiet hills. " * 30 + "Alice bombed Bob. " + "Wind blew over the wide plains. " * 30
    window = crop(typer._tokenizer, text)
    words = [text[start:end] for start, end in window.offsets if start >= 0]
    assert len(window.ids) == PIECES
    assert {"Alice", "Bob", "bombed"} <= set(words)


def test_a_fold_is_another_model_over_the_same_lower_layers(typer: RelationTyper) -> None:
    folds = Path(__file__).parents[2] / "benchmarks" / "folds"
    texts = list(PLAIN)
    first, second = (RelationTyper(fold=k, folds=folds) for k in (0, 1))
    assert first.folder == typer.folder
    for ask in (RelationTyper.__call__, RelationTyper.linear):
        shipped, one, other = (ask(model, texts) for model in (typer, first, second))
        assert not np.allclose(one, other, atol=1e-3)
        assert not np.allclose(one, shipped, atol=1e-3)
        assert (one.argmax(1) == shipped.argmax(1)).mean() >= 0.6
