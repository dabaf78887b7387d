"""The actors of a document, and every mention of them."""

from dragoman.ground.actors.book import Book
from dragoman.ground.actors.coreference import Referent
from dragoman.ground.actors.ledger import Found
from dragoman.ground.actors.lexicon import fold, load_lexicon
from dragoman.ground.actors.names import find_candidates
from dragoman.ground.actors.page import Page
from dragoman.ground.actors.resolution import Resolver
from dragoman.ground.actors.whereabouts import places_by_token
from dragoman.ids import make_id
from dragoman.values import Actor, Alternative, Analysis, Attribution, Document, Mention, Place


def resolve_actors(
    document: Document, analysis: Analysis, attributions: tuple[Attribution, ...], places: tuple[Place, ...] = ()
) -> tuple[tuple[Actor, ...], tuple[Mention, ...]]:
    """The actors of a document, by first mention, and their mentions in the order of the text.

    A mention whose words stay open has several `alternatives`, weighted, and a confidence below 0.8. A mention of
    several together ("they" for two, "both sides") has its members as alternatives, of equal weights that add up to
    its confidence: it is one of several exactly if its confidence is greater than the weight of its own `actor_id`.
    """
    if not analysis.words:
        return (), ()
    page = Page(document, analysis)
    lexicon = load_lexicon()
    candidates = find_candidates(page, lexicon)
    book = Book(page, lexicon, candidates.hit_at, places_by_token(page, lexicon, places))
    found = Resolver(book, candidates.found, attributions).resolve()
    actors = {referent.number: make_actor(referent) for referent in book.referents}
    mentions = _make_mentions(page, found, actors)
    used = {mention.actor_id for mention in mentions} | {
        other.actor_id for mention in mentions for other in mention.alternatives
    }
    kept = {actor.actor_id: actor for actor in actors.values() if actor.actor_id in used}
    return tuple(kept.values()), mentions


def make_actor(referent: Referent) -> Actor:
    """The row of a referent; two referents of one name, kind and code are one actor."""
    code = referent.code
    if code is None and referent.country is not None:
        code = f"{referent.country} {referent.sector}" if referent.sector else None
        if referent.kind in {"STATE", "PEOPLE"} and not referent.sector:
            code = referent.country
    name = " ".join(referent.name.split())
    return Actor(
        actor_id=make_id("actor", fold(name), referent.kind, code), name=name, kind=referent.kind,
        country=referent.country, sector=referent.sector, code=code, wikidata=referent.wikidata,
    )  # fmt: skip


def _make_mentions(page: Page, found: list[Found], actors: dict[int, Actor]) -> tuple[Mention, ...]:
    rows: dict[tuple[int, int], Mention] = {}
    for one in found:
        start, end = page.span(one.first, one.last)
        weights: dict[str, float] = {}
        for number, weight in one.weights:
            actor = actors[number].actor_id
            weights[actor] = round(weights.get(actor, 0.0) + weight, 3)
        first = next(iter(weights), None)
        confidence = round(sum(weights.values()), 3) if one.several else weights.get(first or "", 0.0)
        rows.setdefault(
            (start, end),
            Mention(
                mention_id=make_id("mention", page.document_id, start, end), document_id=page.document_id,
                start=start, end=end, text=page.text[start:end], actor_id=first, how=one.how, role=one.role,
                confidence=confidence,
                alternatives=tuple(Alternative(actor_id=actor, confidence=weight) for actor, weight in weights.items())
                if len(weights) > 1 else (),
            ),
        )  # fmt: skip
    return tuple(rows[key] for key in sorted(rows))
