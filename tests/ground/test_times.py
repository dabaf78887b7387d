import re
import time
from collections.abc import Callable
from datetime import date, datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.analyse.syntax import Parser
from dragoman.ground.times.finder import find_times
from dragoman.spans import lines
from dragoman.values import Analysis, Block, Document, Entity, Time

FRIDAY = "2015-11-27"
Find = Callable[..., tuple[Time, ...]]


def page(text: str, published: str | None = FRIDAY) -> Document:
    when = datetime.fromisoformat(published) if published else None
    return Document(document_id="d", text=text, published=when, raw_sha256="")


def plain(text: str, skip: int = 0, entities: tuple[Entity, ...] = ()) -> Analysis:
    """An analysis with words and lines but no syntax; the first `skip` characters are left out of it."""
    found = [word for word in re.finditer(r"\w+|[^\w\s]", text) if word.start() >= skip]
    line_of = [text.count("\n", 0, word.start()) for word in found]
    firsts = [at for at, line in enumerate(line_of) if at == 0 or line_of[at - 1] != line]
    edges = [*firsts, len(found)]
    sentence_of = [sum(first <= at for first in firsts) - 1 for at in range(len(found))]
    return Analysis(
        starts=tuple(word.start() for word in found),
        ends=tuple(word.end() for word in found),
        words=tuple(word[0] for word in found),
        heads=tuple(range(len(found))),
        deps=("ROOT",) * len(found),
        children=((),) * len(found),
        sentence_of=tuple(sentence_of),
        sentences=tuple(pairwise(edges)),
        entities=entities,
    )


def times(text: str, published: str | None = FRIDAY) -> list[tuple[str, str, str]]:
    return [(one.text, one.type, one.value) for one in find_times(page(text, published), plain(text))]


def value(text: str, published: str | None = FRIDAY) -> str:
    found = times(text, published)
    assert len(found) == 1, found
    return found[0][2]


@pytest.fixture(scope="module")
def parsed() -> Find:
    parser = Parser()

    def find(text: str, published: str | None = FRIDAY) -> tuple[Time, ...]:
        document = page(text, published)
        return find_times(document, parser(document, tuple(Block(start=a, end=b, kind="BODY") for a, b in lines(text))))

    return find


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The bridge fell on 17 February 1966.", "1966-02-17"),
        ("The bridge fell on Sept. 3, 2012.", "2012-09-03"),
        ("The bridge fell on March 01 , 2008 .", "2008-03-01"),
        ("The bridge fell on Tuesday, the 3rd of May 2011.", "2011-05-03"),
        ("The bridge fell on 2014-07-05.", "2014-07-05"),
        ("The bridge fell on 5.7.2014 at last.", "2014-07-05"),
        ("The bridge fell on 7/25/14.", "2014-07-25"),
        ("The bridge fell in November 2013.", "2013-11"),
        ("The bridge fell in 1987.", "1987"),
        ("The law followed the September 11 attacks.", "2001-09-11"),
        ("The bridge fell in the 1990s.", "199"),
        ("The bridge fell in the 19th century.", "18"),
        ("The bridge fell in 241 BC.", "BC0241"),
        ("It lost money in the fourth quarter of 2006.", "2006-Q4"),
        ("It lost money in the first half of 2006.", "2006-H1"),
        ("The bridge fell in the summer of 2003.", "2003-SU"),
        ("The bridge fell on the night of 24 November 2015.", "2015-11-24TNI"),
    ],
)
def test_absolute_times_need_no_publication_date(text: str, expected: str) -> None:
    assert value(text) == value(text, None) == expected


@pytest.mark.parametrize(
    ("text", "dated", "undated"),
    [
        ("They met on Tuesday.", "2015-11-24", "XXXX-WXX-2"),
        ("They met on Wednesday evening.", "2015-11-25TEV", "XXXX-WXX-3TEV"),
        ("Also Friday, they met.", "2015-11-27", "XXXX-WXX-5"),
        ("They met last Friday.", "2015-11-20", "XXXX-WXX-5"),
        ("They met at 22:40 yesterday.", "2015-11-26T22:40", "XXXX-XX-XXT22:40"),
        ("They met the day before yesterday.", "2015-11-25", "XXXX-XX-XX"),
        ("They met this morning.", "2015-11-27TMO", "XXXX-XX-XXTMO"),
        ("They met in the early hours of Wednesday.", "2015-11-25TMO", "XXXX-WXX-3TMO"),
        ("They met in the first half of the year.", "2015-H1", "XXXX-H1"),
        ("They met last night.", "2015-11-26TNI", "XXXX-XX-XXTNI"),
        ("They met last week.", "2015-W47", "XXXX-WXX"),
        ("They met last month.", "2015-10", "XXXX-XX"),
        ("They met this year.", "2015", "XXXX"),
        ("They met a month ago.", "2015-10", "XXXX-XX"),
        ("They met in October.", "2015-10", "XXXX-10"),
        ("They met in December.", "2014-12", "XXXX-12"),
        ("They met on November 25.", "2015-11-25", "XXXX-11-25"),
        ("They met last October.", "2015-10", "XXXX-10"),
        ("They met on Christmas Eve of last year.", "2014-12-24", "XXXX-12-24"),
        ("They met last Easter.", "2015-04-05", "XXXX"),
        ("They met next Christmas.", "2015-12-25", "XXXX-12-25"),
        ("They met at 8:30 in the evening.", "2015-11-27T20:30", "XXXX-XX-XXT20:30"),
    ],
)
def test_deictic_times_lean_on_the_publication_date_alone(text: str, dated: str, undated: str) -> None:
    assert value(text) == dated
    assert value(text, None) == undated
    (one,) = find_times(page(text, None), plain(text))
    assert one.earliest is one.latest is one.anchor is None


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("The siege took three days.", "DURATION", "P3D"),
        ("The siege took half an hour.", "DURATION", "PT30M"),
        ("The siege took half a century.", "DURATION", "P50Y"),
        ("The siege took two and a half years.", "DURATION", "P2.5Y"),
        ("A fifty-year feud ended.", "DURATION", "P50Y"),
        ("The siege took several days.", "DURATION", "PXD"),
        ("It rained over the past week.", "DURATION", "P1W"),
        ("The siege took a decade.", "DURATION", "P10Y"),
        ("It rained for the past nine days.", "DURATION", "P9D"),
        ("They meet every Tuesday.", "SET", "XXXX-WXX-2"),
        ("They meet annually.", "SET", "P1Y"),
        ("They meet daily.", "SET", "P1D"),
        ("It sells 15 a year.", "SET", "P1Y"),
        ("They met recently.", "DATE", "PAST_REF"),
        ("Nobody knows the future.", "DATE", "FUTURE_REF"),
        ("They are meeting now.", "DATE", "PRESENT_REF"),
    ],
)
def test_durations_sets_and_vague_times(text: str, kind: str, expected: str) -> None:
    ((_, found_kind, found),) = times(text)
    assert (found_kind, found) == (kind, expected)


@pytest.mark.parametrize(
    ("text", "words", "mod"),
    [
        ("It began in early 1941.", "early 1941", "START"),
        ("It began in mid-1941.", "mid-1941", "MID"),
        ("It began at the end of March 1941.", "the end of March 1941", "END"),
        ("It began more than a year ago.", "more than a year ago", "BEFORE"),
        ("It ends no later than 3 May 2011.", "no later than 3 May 2011", "ON_OR_BEFORE"),
        ("It took about three years.", "about three years", "APPROX"),
        ("It took more than three years.", "more than three years", "MORE_THAN"),
        ("It took nearly three years.", "nearly three years", "LESS_THAN"),
        ("It took at least three years.", "at least three years", "EQUAL_OR_MORE"),
        ("It took at most three years.", "at most three years", "EQUAL_OR_LESS"),
    ],
)
def test_modifiers(text: str, words: str, mod: str) -> None:
    (one,) = find_times(page(text), plain(text))
    assert (one.text, one.mod) == (words, mod)


def test_a_preposition_parts_a_time_from_its_day_and_the_time_has_both() -> None:
    found = times("The bridge fell at 22:40 on 24 November 2015 and on Friday at 9 p.m. it burned.")
    assert [(one[0], one[2]) for one in found] == [
        ("22:40", "2015-11-24T22:40"),
        ("24 November 2015", "2015-11-24"),
        ("Friday", "2015-11-27"),
        ("9 p.m.", "2015-11-27T21:00"),
    ]


def test_a_story_carries_its_own_date_on() -> None:
    text = (
        "The pact was signed on 17 February 1966. The next day crowds gathered. That evening shots were fired.\n"
        "Eight months later the pact was dead. Two years earlier nobody had believed it."
    )
    for published in (FRIDAY, None):
        assert [one[2] for one in times(text, published)] == [
            "1966-02-17", "1966-02-18", "1966-02-18TEV", "1966-10", "1964",
        ]  # fmt: skip


def test_a_year_in_passing_does_not_move_the_story(parsed: Find) -> None:
    found = parsed(
        "The siege began on 3 May 1944. Nobody could say why a treaty of 1912 had lapsed four years later. "
        "In June the siege ended."
    )
    assert [one.value for one in found] == ["1944-05-03", "1912", "1916", "1944-06"]


def test_anchor_and_days() -> None:
    first, second = find_times(page(text := "It was signed on 3 May 1966. Two months later it fell."), plain(text))
    assert (first.anchor, first.earliest, first.latest) == (None, date(1966, 5, 3), date(1966, 5, 3))
    assert (second.anchor, second.earliest, second.latest) == ("1966-05-03", date(1966, 7, 1), date(1966, 7, 31))


def test_a_dateline_takes_its_year_from_publication() -> None:
    found = times("ANKARA, Nov 25 (Agency) — Ministers met on Tuesday.")
    assert [one[2] for one in found] == ["2015-11-25", "2015-11-24"]


def test_an_undated_page_with_a_full_date_at_its_head_is_dated_by_it() -> None:
    found = times("Bridge falls\n25 November 2015\nThe bridge fell yesterday.", None)
    assert [one[2] for one in found] == ["2015-11-25", "2015-11-24"]


def test_an_undated_page_does_not_take_its_weekdays_from_history() -> None:
    found = times("The pact was signed on 17 February 1966.\nMinisters met on Tuesday and again in October.", None)
    assert [one[2] for one in found] == ["1966-02-17", "XXXX-WXX-2", "XXXX-10"]


def test_ranges_and_lists_share_their_month_and_year() -> None:
    assert [one[2] for one in times("It rained on March 3-5, 2012.")] == ["2012-03-03", "2012-03-05"]
    assert [one[2] for one in times("It rained on 3 and 5 March 2012.")] == ["2012-03-03", "2012-03-05"]
    assert [one[2] for one in times("It rained between June and August 2012.")] == ["2012-06", "2012-08"]


def test_what_was_not_analysed_is_not_read() -> None:
    text = "Updated 3 May 2014\nThe bridge fell in 1987."
    assert [one.value for one in find_times(page(text), plain(text, skip=19))] == ["1987"]
    assert find_times(page(text), plain(text, skip=len(text))) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Shoppers fought on Black Friday.",
        "They may march in protest.",
        "She sold 2000 tickets.",
        "It cost $ 1999 or more.",
        "Call the second man.",
        "Troops left before the fall of Harad.",
        "Three quarters of the troops left.",
        "A woman in her 50s fell.",
        "They soon left the town.",
        "Fire broke out in the 1600 block of Mill Street.",
        "He spoke at the Harad Spring Festival.",
        "It was the most recent model.",
        "The man of the year left.",
        "He lives at 1935 Orchard St. in town.",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert times(text) == []


def test_names_are_no_times() -> None:
    text = "The Sunday Herald asked April Okafor."
    names = (Entity(start=0, end=17, label="ORG"), Entity(start=24, end=36, label="PERSON"))
    assert find_times(page(text), plain(text, entities=names)) == ()
    text = "The Harad 2000 Index fell."
    assert find_times(page(text), plain(text, entities=(Entity(start=4, end=20, label="ORG"),))) == ()


def test_a_future_verb_turns_a_weekday_ahead(parsed: Find) -> None:
    text = "The ministry will send a cutter to the area on Monday. The cutter had left the harbour on Monday."
    ahead, back = parsed(text)
    assert (ahead.value, back.value) == ("2015-11-30", "2015-11-23")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The ministers agreed to meet on Thursday.", "2015-12-03"),
        ("The bill went down to defeat Thursday.", "2015-11-26"),
        ("The council failed to agree on Thursday.", "2015-11-26"),
        ("Closures of lanes go on through Thursday.", "2015-12-03"),
        ("By Thursday the town had fallen.", "2015-11-26"),
        ("A poll taken through Thursday shows a tie.", "2015-11-26"),
        ("The work must be done by Thursday.", "2015-12-03"),
        ("Traders await Thursday's figures.", "2015-12-03"),
    ],
)
def test_which_way_a_weekday_lies(parsed: Find, text: str, day: str) -> None:
    assert [one.value for one in parsed(text)] == [day]


def test_a_planned_month_lies_ahead(parsed: Find) -> None:
    (ahead,) = parsed("The two sides will meet in February.")
    assert ahead.value == "2016-02"


def test_the_day_of_publication_is_not_a_week_off(parsed: Find) -> None:
    assert [one.value for one in parsed("The court ruled on Friday.")] == ["2015-11-27"]


PIECES = st.sampled_from(
    re.split(
        "[|]",
        "the|a|last|next|3|30|1966|24|May|March|Tuesday|evening|ago|later|days|year|years|22:40|of|,|in|early|'s|two|half"
        "|century|BC|0|99|31|Feb|29|every|quarter|weeks|10000|same|1st|-|and|\n|.|\u0130|December|9999|night|UTC|12|/|earlier",
    )
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=25).map(" ".join), st.sampled_from((None, FRIDAY, "0001-01-01", "9999-12-31")))
def test_offsets_hold_and_nothing_depends_on_the_run(text: str, published: str | None) -> None:
    document, analysis = page(text, published), plain(text)
    found = find_times(document, analysis)
    assert found == find_times(document, analysis)
    assert all(one.text == text[one.start : one.end] and one.text.strip() == one.text != "" for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all((one.earliest is None) == (one.latest is None) for one in found)
    assert all(one.earliest <= one.latest for one in found if one.earliest and one.latest)


@pytest.mark.parametrize(
    "text", ["March 3" + " " * 50_000 + "x", "the last " * 2_000, "3 " * 4_000, "1 day a " * 1_500]
)
def test_odd_text_takes_no_odd_time(text: str) -> None:
    analysis = plain(text)
    started = time.process_time()
    find_times(page(text), analysis)
    assert time.process_time() - started < 3
