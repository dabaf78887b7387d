import json

import pytest

from dragoman.claims.events import lexicon, plover


def test_quads_follow_the_type_sections():
    assert plover.quad_of("SANCTION") == 4
    assert plover.quad_of("CONCEDE") == 1
    assert plover.quad_of("RETREAT") == 2
    assert plover.quad_of("ACCUSE") == 3
    assert {plover.quad_of(type_) for type_ in plover.TYPES} == {1, 2, 3, 4}


def test_score_is_the_mode_s_or_the_bare_type_s():
    assert plover.score_of("ASSAULT") == -9
    assert plover.score_of("ASSAULT", "aerial") == -9.5
    assert plover.score_of("PROTEST", "vandalize") == -5, "a mode without a score has its type's"
    assert plover.score_of("ACCUSE") == -3, "printed without its sign in the manual"


def test_goldstein_of_a_missing_code_is_that_of_the_code_above_it():
    assert plover.goldstein_of("190") == -10.0
    assert plover.goldstein_of("1951") == plover.goldstein_of("195")
    assert plover.goldstein_of(None) is None


@pytest.mark.parametrize(
    ("type_", "realis", "read"),
    [
        ("AID", "PLANNED", "AGREE"),
        ("RETREAT", "PLANNED", "CONCEDE"),
        ("ASSAULT", "HYPOTHETICAL", "THREATEN"),
        ("CONSULT", "DENIED", "REJECT"),
        ("ASSAULT", "DENIED", "ASSAULT"),
        ("ACCUSE", "PLANNED", "ACCUSE"),
    ],
)
def test_plover_reading_of_what_did_not_happen(type_, realis, read):
    assert plover.plover_reading(type_, realis) == read


def test_every_trigger_has_a_type_a_mode_and_a_code_of_the_codebook():
    for kind in ("verbs", "nouns"):
        for entry in lexicon.read_entries(kind):
            assert entry.type in plover.TYPES, entry
            assert entry.mode is None or entry.mode in plover.modes()[entry.type], entry
            assert plover.goldstein_of(entry.cameo) is not None, entry
            assert 0 < entry.weight <= 1, entry


def test_every_nominal_leads_to_a_verb_of_the_lexicon():
    verbs = {"+".join((entry.lemma, *entry.particles)) for entry in lexicon.read_entries("verbs")}
    for noun, verb in lexicon.read_rows(lexicon.FOLDER / "nominals.tsv"):
        assert verb in verbs, (noun, verb)


def test_the_facts_are_whole():
    table = json.loads((lexicon.FOLDER / "cameo2plover.json").read_text())
    assert len(table) == 256
    assert len(lexicon.word_table("contexts.tsv")) == 37
    assert len(plover.modes()) == 11


def test_contexts_come_from_the_sentence_before_the_document():
    here, page = frozenset({"the", "navy"}), frozenset({"the", "navy", "vaccine", "hospital"})
    assert plover.find_contexts(here, page) == ("military",)
    assert plover.find_contexts(frozenset({"they"}), page) == ("health",)


@pytest.mark.parametrize(
    ("verb", "forms"),
    [
        ("ram", {"rams", "rammed", "ramming"}),
        ("shoot", {"shot", "shooting"}),
        ("deny", {"denies", "denied", "denying"}),
        ("cancel", {"cancelled", "canceled", "cancelling", "canceling"}),
        ("seize", {"seized", "seizing"}),
        ("hit", {"hit", "hitting"}),
    ],
)
def test_verb_forms(verb, forms):
    assert forms <= lexicon.verb_forms(verb)


def test_sector_of_a_head_noun_in_the_plural():
    assert lexicon.sector_of("troops") == "MIL"
    assert lexicon.sector_of("fishermen") == "CVL"
    assert lexicon.sector_of("table") is None
