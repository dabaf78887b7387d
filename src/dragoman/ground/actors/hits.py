"""Where the lexicon's names and role nouns stand in a text, whatever they mean there."""

from dragoman.ground.actors.lexicon import Entry, Lexicon, Noun, fold, read_words
from dragoman.ground.actors.page import Page
from dragoman.values import Value

NEVER_MODIFIER = read_words("never_modifier")


class Hit(Value, frozen=True, kw_only=True):
    """A name of the lexicon in the text, whether or not it stands for an actor there."""

    first: int
    last: int
    entry: Entry


def find_hits(page: Page, lexicon: Lexicon) -> list[Hit]:
    """Every name of the lexicon, from left to right, the longest first, in running text and inside compounds."""
    found = []
    token = 0
    while token < page.size:
        match = None if _shouted(page, token) else lexicon.match(page.words, page.folded, token)
        if match is None:
            found += _hyphenated(page, lexicon, token)
            token += 1
            continue
        found.append(Hit(first=token, last=match[0], entry=match[1]))
        token = match[0]
    return found


def _shouted(page: Page, token: int) -> bool:
    """Whether a short word in capitals stands among others in capitals, as in a headline, where it proves nothing."""
    word = page.words[token]
    if len(word) > 3 or not word.isupper():
        return False
    near = [page.words[i] for i in (token - 1, token + 1) if 0 <= i < page.size]
    return bool(near) and all(len(other) > 3 and other.isupper() for other in near)


def _hyphenated(page: Page, lexicon: Lexicon, token: int) -> list[Hit]:
    """The country in "U.S.-led" and "Turkish-backed", where they are one token."""
    before, hyphen, after = page.words[token].partition("-")
    if not hyphen or not after or not before:
        return []
    match = lexicon.match((before,), (fold(before),), 0)
    return [Hit(first=token, last=token + 1, entry=match[1])] if match and match[1].country else []


def match_noun(page: Page, lexicon: Lexicon, last: int) -> tuple[int, Noun] | None:
    """The longest role noun that ends at token `last`: its first token, and what it says."""
    folded = page.folded
    modifier = page.deps[last] in {"amod", "compound", "nmod"}
    for words, noun in lexicon.nouns_ending.get(folded[last], ()):
        if modifier and noun.noun in NEVER_MODIFIER and not noun.plural:
            continue
        place = last
        for word in reversed(words):
            while place > 0 and place < last and folded[place] == "-":
                place -= 1
            if place < 0 or folded[place] != word:
                break
            place -= 1
        else:
            return place + 1, noun
    return None
