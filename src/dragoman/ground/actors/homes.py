"""The country of an official whose title names none: the one the page is about at that place, if it is clear."""

from collections import Counter

from dragoman.ground.actors.hits import Hit
from dragoman.ground.actors.page import Page

DATELINE, PREVIOUS_SUBJECT, PARAGRAPH, SHARE = 1.5, 2.5, 0.5, 2.0
OPPOSED, TAKEN = -2.0, -2.0
ENOUGH, ENOUGH_FOR_BODY, RATIO = 0.5, 1.2, 1.25


def find_home(
    page: Page, hits: dict[int, Hit], head: int, taken: frozenset[str] = frozenset(), body: bool = False
) -> str | None:
    """The country that an unmarked office or body at token `head` belongs to, or nothing where the page leaves it open.

    News leaves the country out where it goes without saying: in a dispatch from that country, or right after the
    country acted. One that is named once, in another paragraph, says nothing of who acts here. `taken` are countries
    whose holder of that office is another.
    """
    scores: dict[str, float] = dict.fromkeys(taken, TAKEN)
    places = [
        (token, hit)
        for token, hit in hits.items()
        if token == hit.last - 1 and hit.entry.country and hit.entry.sector != "JRN"
    ]
    if not places:
        return None
    sentence, paragraph = page.sentence_of[head], page.paragraph_of[head]
    named = Counter(hit.entry.country for _, hit in places)
    for token, hit in places:
        country = hit.entry.country or ""
        near = page.paragraph_of[token] == paragraph or _is_dateline(page, token)
        score = SHARE / len(places) if near or named[country] > 1 else 0.0
        if _is_dateline(page, token):
            score += DATELINE + (1.0 if body else 0.0)
        before = page.sentence_of[token]
        if (
            before == sentence - 1
            and page.paragraph_of[token] >= paragraph - 1
            and page.deps[token] in {"nsubj", "nsubjpass"}
        ):
            factor = 1.0 if page.paragraph_of[token] == paragraph else 0.3
            score += PREVIOUS_SUBJECT * (0.4 * factor if body else factor)
        if before == sentence and page.clause(token) == page.clause(head):
            score += OPPOSED if _is_opposed(page, token, head) else PARAGRAPH
        scores[country] = scores.get(country, 0.0) + score
    ranked = sorted(scores.items(), key=lambda one: (-one[1], one[0]))
    best = ranked[0]
    enough = ENOUGH_FOR_BODY if body else ENOUGH
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    return best[0] if best[1] >= enough and best[1] >= RATIO * second else None


def dateline_country(page: Page, hits: dict[int, Hit]) -> str | None:
    """The country of the first dateline, if the page has one."""
    dated = (hit.entry.country for token, hit in hits.items() if token == hit.last - 1 and _is_dateline(page, token))
    return next((country for country in dated if country is not None), None)


def _is_dateline(page: Page, token: int) -> bool:
    """Whether a name opens its paragraph and a dash, a bracket or a date follows, as in the line before a dispatch."""
    if token > 5 and page.paragraph_of[token - 4] == page.paragraph_of[token]:
        return False
    after = range(token + 1, min(token + 9, page.size))
    return any(
        page.words[t] in {"—", "–", "--", ")"} and page.paragraph_of[t] == page.paragraph_of[token] for t in after
    )


def _is_opposed(page: Page, token: int, head: int) -> bool:
    """Whether the country is what the official's clause is directed at."""
    above = page.heads[token]
    if page.deps[token] == "pobj":
        return page.folded[above] in {"against", "from", "with", "to"}
    return page.deps[token] in {"dobj"} and page.clause(token) == page.clause(head)
