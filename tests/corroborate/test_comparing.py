"""Pairs of short reports of our own, of one event and of two that look alike; what a pair's probability rests on."""

from datetime import date

import numpy as np
import pytest

from dragoman.corroborate.comparing import compare, explain, load_comparer
from dragoman.corroborate.report_views import ReportView, Whereabouts
from dragoman.corroborate.vocabulary import load_vocabulary, words_in

TOWNS = {
    "Port Sorrel": Whereabouts(11.20, 43.10, 1, "Port Sorrel"),
    "Cape Aden": Whereabouts(11.35, 43.20, 2, "Cape Aden"),
    "Merav": Whereabouts(12.90, 44.80, 1, "Merav"),
    "Tolin": Whereabouts(13.60, 45.90, 1, "Tolin"),
}
FLOOR = 0.9


def report(
    sentence: str,
    trigger: str,
    who: str,
    whom: str,
    day: int | None = 9,
    place: str | None = None,
    type: str | None = "ASSAULT",
    page: str = "one",
    position: int = 0,
    killed: int | None = None,
) -> ReportView:
    lemma = load_vocabulary().lemma
    phrase = words_in(trigger)
    when = None if day is None else date(2026, 3, day)
    return ReportView(
        id=f"{page}:{sentence.index(trigger)}:{sentence}",
        document_id=page,
        type=type,
        trigger=phrase,
        words=frozenset(lemma(word) for word in words_in(sentence) if word not in phrase and len(word) > 3),
        actors=frozenset(who.split()),
        recipients=frozenset(whom.split()),
        place=TOWNS[place] if place else None,
        earliest=when,
        latest=when,
        killed=None if killed is None else (killed, killed),
        position=position,
    )


def other(*given: object, **named: object) -> ReportView:
    return report(*given, page="two", **named)  # type: ignore[arg-type]


RAMMED = report("A corvette of Ostria rammed the ferry Lume.", "rammed", "ostria", "lume", 9, "Port Sorrel")
SHELLED = report("Ostrian guns shelled Merav on Monday.", "shelled", "ostria", "merav", 9, "Merav", killed=7)
KILLED = report("A bomb killed seven people at a market.", "killed", "rebels", "people", 9, "Merav", killed=7)
ARRESTED = report("Police arrested the editor Ilan Dorn.", "arrested", "police", "dorn", 9, "Tolin", "COERCE")
SIGNED = report("Ostria and Veld signed a truce.", "signed", "ostria veld", "ostria veld", 9, "Tolin", "AGREE")
MARCHED = report("Thousands marched against the tax.", "marched", "protesters", "government", 9, "Tolin", "PROTEST")
EXPELLED = report("Veld expelled two Ostrian diplomats.", "expelled", "veld", "ostria diplomats", 9, None, "SANCTION")
MET = report("The two presidents met in Tolin.", "met", "arno kesh", "arno kesh", 9, "Tolin", "CONSULT")
SEIZED = report("Veld's navy seized a tanker of Ostria.", "seized", "veld", "tanker ostria", 9, "Port Sorrel", "COERCE")
THREATENED = report("Kesh threatened to close the strait.", "threatened", "kesh", "veld", 9, None, "THREATEN")

SAME = {
    "the attack renamed": (RAMMED, other("The ramming of the Lume shocked Veld.", "ramming", "ostria", "lume", 9)),
    "a noun for it": (
        RAMMED,
        other("The collision with the Lume was denied.", "collision", "ostria", "lume", 9, "Port Sorrel"),
    ),
    "the other side's story": (
        RAMMED,
        other(
            "The Lume cut across the bow of our ship, Ostria said.",
            "cut across the bow",
            "lume",
            "ostria",
            9,
            "Port Sorrel",
        ),
    ),
    "a place nearby": (
        RAMMED,
        other("Ostria's corvette rammed a ferry off the cape.", "rammed", "ostria", "lume", 9, "Cape Aden"),
    ),
    "shells are an attack": (
        SHELLED,
        other("The attack on Merav lasted an hour.", "attack", "ostria", "merav", 9, "Merav"),
    ),
    "shells are fire": (
        SHELLED,
        other("Artillery bombarded Merav for an hour.", "bombarded", "ostria", "merav", 9, "Merav"),
    ),
    "another toll": (
        SHELLED,
        other("Shelling of Merav left nine dead.", "Shelling", "ostria", "merav", 9, "Merav", killed=9),
    ),
    "killing and slaying": (
        KILLED,
        other("Seven people were slain in the market.", "slain", "rebels", "people", 9, "Merav", killed=7),
    ),
    "killing and blast": (
        KILLED,
        other("The market killings were claimed by rebels.", "killings", "rebels", "people", 9, "Merav"),
    ),
    "police said detained": (
        ARRESTED,
        other("Dorn was detained at his home.", "detained", "police", "dorn", 9, "Tolin", "COERCE"),
    ),
    "the arrest": (
        ARRESTED,
        other("The arrest of Dorn was condemned.", "arrest", "police", "dorn", None, None, "COERCE"),
    ),
    "agreed and signed": (
        SIGNED,
        other("Veld and Ostria agreed a truce.", "agreed", "ostria veld", "ostria veld", 9, "Tolin", "AGREE"),
    ),
    "signing": (
        SIGNED,
        other("The signing took ten minutes.", "signing", "ostria veld", "ostria veld", 9, "Tolin", "AGREE"),
    ),
    "march and rally": (
        MARCHED,
        other("The march ended in song.", "march", "protesters", "government", 9, "Tolin", "PROTEST"),
    ),
    "expulsion": (
        EXPELLED,
        other("The expulsion of the diplomats drew anger.", "expulsion", "veld", "diplomats", 9, None, "SANCTION"),
    ),
    "meeting": (
        MET,
        other("Their meeting in Tolin was brief.", "meeting", "arno kesh", "arno kesh", 9, "Tolin", "CONSULT"),
    ),
    "capture": (
        SEIZED,
        other("The tanker was captured at dawn.", "captured", "veld", "tanker", 9, "Port Sorrel", "COERCE"),
    ),
    "seizure": (
        SEIZED,
        other("Ostria protested at the seizure of its tanker.", "seizure", "veld", "tanker ostria", 9, None, "COERCE"),
    ),
    "threat": (
        THREATENED,
        other("The threat by Kesh was empty, Veld said.", "threat", "kesh", "veld", 9, None, "THREATEN"),
    ),
}
APART = {
    "a day later": (
        RAMMED,
        other("A corvette of Ostria rammed the ferry Lume.", "rammed", "ostria", "lume", 10, "Port Sorrel"),
    ),
    "a town apart": (SHELLED, other("Ostrian guns shelled Tolin on Monday.", "shelled", "ostria", "tolin", 9, "Tolin")),
    "a day and a town apart": (SHELLED, other("Ostria shelled Tolin.", "shelled", "ostria", "tolin", 11, "Tolin")),
    "bombs of two days": (
        KILLED,
        other("A bomb killed four people.", "killed", "rebels", "people", 12, "Merav", killed=4),
    ),
    "bombs in two towns": (
        KILLED,
        other("A bomb killed seven people.", "killed", "rebels", "people", 9, "Tolin", killed=7),
    ),
    "another prisoner": (
        ARRESTED,
        other("Soldiers arrested a smuggler.", "arrested", "soldiers", "smuggler", 12, "Merav", "COERCE"),
    ),
    "arrest and trial": (
        ARRESTED,
        other("A court tried the editor Dorn.", "tried", "court", "dorn", 9, "Tolin", "COERCE"),
    ),
    "truce signed and broken": (
        SIGNED,
        other("Ostria broke the truce with Veld.", "broke", "ostria", "veld", 14, None, "REJECT"),
    ),
    "march and arrest": (
        MARCHED,
        other("Police arrested marchers.", "arrested", "police", "protesters", 9, "Tolin", "COERCE"),
    ),
    "expelled and recalled": (
        EXPELLED,
        other("Ostria recalled its envoy.", "recalled", "ostria", "envoy", 10, None, "SANCTION"),
    ),
    "meetings of two weeks": (
        MET,
        other("The two presidents met again.", "met", "arno kesh", "arno kesh", 23, "Merav", "CONSULT"),
    ),
    "seized and freed": (
        SEIZED,
        other("Veld released the tanker.", "released", "veld", "tanker", 15, "Port Sorrel", "RETREAT"),
    ),
    "threat and denial": (THREATENED, other("Kesh denied any plan.", "denied", "kesh", "veld", 10, None, "REJECT")),
    "two acts of a day": (
        RAMMED,
        other("Ostria expelled an envoy of Veld.", "expelled", "ostria", "veld", 9, None, "SANCTION"),
    ),
}


@pytest.mark.parametrize(("pairs", "one_event"), [(SAME, True), (APART, False)], ids=["same", "apart"])
def test_own_pairs_are_told_apart(pairs, one_event):
    even = load_comparer().even
    wrong = [name for name, (one, two) in pairs.items() if (compare([one, two], [(0, 1)])[0] >= even) != one_event]
    assert len(wrong) <= (1 - FLOOR) * len(pairs), wrong


def test_thirty_pairs_are_judged():
    assert len(SAME) + len(APART) >= 25


def test_rival_versions_of_one_act_are_likelier_than_the_act_a_day_later():
    rival = compare(SAME["the other side's story"], [(0, 1)])[0]
    later = compare(APART["a day later"], [(0, 1)])[0]
    assert rival > later


def test_a_pair_rests_on_its_two_views_alone():
    views = [one for pair in (*SAME.values(), *APART.values()) for one in pair]
    together = compare(views, [(2 * k, 2 * k + 1) for k in range(len(views) // 2)])
    alone = [compare(views[k : k + 2], [(0, 1)])[0] for k in range(0, len(views), 2)]
    assert together.tolist() == alone


def test_order_within_a_pair_does_not_matter():
    views = [RAMMED, *(two for _, two in SAME.values())]
    pairs = [(0, k) for k in range(1, len(views))]
    assert compare(views, pairs).tolist() == compare(views, [pair[::-1] for pair in pairs]).tolist()


def test_order_of_views_does_not_matter():
    views = [two for _, two in SAME.values()]
    pairs = [(0, k) for k in range(1, len(views))]
    last = len(views) - 1
    turned = compare(views[::-1], [(last, last - k) for k in range(1, len(views))])
    assert compare(views, pairs).tolist() == turned.tolist()


def test_an_explanation_adds_up_to_the_chance():
    for one, two in (*SAME.values(), *APART.values()):
        score = sum(explain(one, two).values())
        assert compare([one, two], [(0, 1)])[0] == pytest.approx(1 / (1 + np.exp(-score)))


def test_an_explanation_names_what_parts_two_reports():
    parts = explain(*APART["a day later"])
    assert next(iter(parts)) == "constant"
    assert min(parts, key=parts.__getitem__) == "other day"


def test_nothing_to_compare():
    assert compare([], []).tolist() == []
    assert compare([RAMMED], []).tolist() == []


def test_views_of_which_nothing_is_known():
    bare = [ReportView(id=name, document_id=name, trigger=()) for name in "ab"]
    assert 0 < compare(bare, [(0, 1)])[0] < 1


def test_what_is_known_of_words():
    table = load_vocabulary()
    assert [table.lemma(word) for word in ("shelled", "Ramming", "slain", "attackers", "xyzzy")] == [
        "shell", "ram", "slay", "attacker", "xyzzy",
    ]  # fmt: skip
    assert table.family_of("collision") == "collide"
    assert table.family_of("attacker") == "attack"
    assert table.rarity("say") < table.rarity("attack") < table.rarity("xyzzy")
    assert table.head(("took", "hostages")) == "take"
