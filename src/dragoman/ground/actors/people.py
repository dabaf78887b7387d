"""People by name: those that the parser saw, and those that stand alone, in company, or after a title."""

from dragoman.ground.actors.candidates import MODIFIERS, Candidate, Candidates
from dragoman.ground.actors.leaders import load_surnames
from dragoman.ground.actors.titles import find_title, is_scare_quoted


def add_person(sofar: Candidates, first: int, last: int) -> None:
    """A person with these words for a name; what bears a thing's or a body's title is a body."""
    if any(sofar.taken[first:last]):
        return
    if is_scare_quoted(sofar, first, last):
        sofar.take((first, last))
        return
    title = find_title(sofar, first, last - 1)
    noun = sofar.noun(title[1] - 1) if title else None
    thing = noun is not None and noun[1].sort in {"THING", "BODY"}
    sofar.add(
        Candidate(
            form="BODY" if thing else "PERSON", first=first, last=last, head=last - 1, title=title,
            noun=noun[1] if noun else None,
        )
    )  # fmt: skip
    sofar.take(title)


def add_known_surnames(sofar: Candidates) -> None:
    """Surnames of the page's people wherever they stand alone, with whatever label or none."""
    page = sofar.page
    known = {page.folded[one.last - 1] for one in sofar.found if one.form == "PERSON"}
    famous = load_surnames()
    for token, word in enumerate(page.folded):
        if word in famous and page.deps[token] in {"nsubj", "poss", "nsubjpass", "pobj", "dobj"}:
            known.add(word)
        if word in known and not sofar.taken[token] and page.words[token][0].isupper() and token not in sofar.hit_at:
            first = token
            while (
                first
                and not sofar.taken[first - 1]
                and page.deps[first - 1] == "compound"
                and page.heads[first - 1] == token
                and page.words[first - 1][0].isupper()
                and page.folded[first - 1] not in sofar.lexicon.nouns
                and first - 1 not in sofar.hit_at
            ):
                first -= 1
            add_person(sofar, first, token + 1)


def add_companions(sofar: Candidates) -> None:
    """A single unlabelled name joined to a person's by "and": "talks with Vidal and Amaro"."""
    page = sofar.page
    labelled = {t for e in page.entities for t in range(*page.tokens_of(e.start, e.end))}
    for token in range(page.size):
        above = page.heads[token]
        joined = page.deps[token] == "conj" and any(c.head == above and c.form == "PERSON" for c in sofar.found)
        bare = all(page.deps[c] in {"punct", "cc", "appos"} for c in page.children[token])
        if joined and bare and token not in labelled and token not in sofar.hit_at and _is_bare_name(sofar, token):
            add_person(sofar, token, token + 1)


def _is_bare_name(sofar: Candidates, token: int) -> bool:
    """Whether a word with a capital is no noun that the tables know."""
    word = sofar.page.words[token]
    return word[:1].isupper() and not word.isupper() and not sofar.noun(token)


def add_titled_names(sofar: Candidates) -> None:
    """Capitalised words after a title that no label covers: "President Aro Kestan", "the corvette Rosal"."""
    page = sofar.page
    for token in range(page.size - 1):
        noun = sofar.lexicon.nouns.get(page.folded[token])
        if noun is None or noun.sort == "BODY" or noun.plural or sofar.taken[token] or sofar.taken[token + 1]:
            continue
        last = token + 1
        while (
            last < page.size
            and not sofar.taken[last]
            and page.words[last][:1].isupper()
            and last not in sofar.hit_at
            and page.folded[last] not in sofar.lexicon.nouns
            and page.sentence_of[last] == page.sentence_of[token]
        ):
            last += 1
        if (
            last > token + 1
            and page.deps[token] in MODIFIERS | {"appos"}
            and page.heads[token] in range(token + 1, last)
        ):
            add_person(sofar, token + 1, last)
