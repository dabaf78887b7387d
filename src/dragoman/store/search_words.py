"""What somebody looks for, as SQLite's full-text search understands it: nothing a person types can be a wrong query to
it, and what makes no sense is turned down in words.

    ceasefire denied          both words, anywhere
    "shot down"               these words, side by side
    attack*                   words that begin so
    Aleppo OR Idlib           either
    Aleppo NOT hospital       the one without the other; -hospital is the same
    (Aleppo OR Idlib) -aid    parentheses group
"""

import re
import unicodedata
from typing import NamedTuple

LONGEST = 400
_MOST_TERMS = 40
_DEEPEST = 12
_QUOTES = '"“”„«»'
_TOKEN = re.compile(
    r"\s+|(?P<open>\()|(?P<close>\))|(?P<not>[-−](?=[^\s)]))"
    rf"|[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)(?P<end>[{_QUOTES}]?)(?P<star>\*?)|(?P<word>[^\s(){_QUOTES}]+)"
)


class WrongQueryError(ValueError):
    """A query that makes no sense; the message says what is wrong with it."""


class _Token(NamedTuple):
    kind: str
    """`WORD`, `AND`, `OR`, `NOT`, `(` or `)`."""
    text: str = ""


class _Part(NamedTuple):
    """A piece of the query as FTS5 writes it, and whether it says what to leave out."""

    query: str
    without: bool = False


def read_query(words: str) -> str:
    """The query for FTS5's MATCH; raises WrongQueryError where the words make none."""
    if len(words) > LONGEST:
        raise WrongQueryError(f"that is too long to look for: {len(words):,} characters, where {LONGEST} can be")
    tokens = _read_tokens(words)
    terms = [token for token in tokens if token.kind == "WORD"]
    if not terms:
        raise WrongQueryError("there is no word to look for")
    if len(terms) > _MOST_TERMS:
        raise WrongQueryError(f"that is too much to look for at once: {len(terms)} words, where {_MOST_TERMS} can be")
    query, rest = _read_either(tokens, 0)
    if rest:
        raise WrongQueryError("a closing parenthesis has no opening one")
    return query


def _read_tokens(words: str) -> list[_Token]:
    tokens: list[_Token] = []
    for found in _TOKEN.finditer(words):
        if found["open"] or found["close"]:
            tokens.append(_Token(found[0]))
        elif found["not"]:
            tokens.append(_Token("NOT"))
        elif found["phrase"] is not None:
            if not found["end"]:
                raise WrongQueryError("a quotation mark is not closed")
            tokens += _term(found["phrase"], bool(found["star"]))
        elif found["word"] in ("AND", "OR", "NOT"):
            tokens.append(_Token(found["word"]))
        elif found["word"]:
            tokens += _term(found["word"].rstrip("*"), found["word"].endswith("*"))
    return tokens


def _term(text: str, begins: bool) -> list[_Token]:
    """A word or phrase; none where there is no letter or digit in it."""
    letters = sum(_is_letter(one) for one in text)
    if not letters:
        return []
    if begins and letters < 2:
        raise WrongQueryError(f"{text}* would be nearly every word; write at least two letters before the star")
    text = "".join(one if one.isprintable() and not 0xD800 <= ord(one) < 0xE000 else " " for one in text)
    return [_Token("WORD", f'"{text}"' + (" *" if begins else ""))]


def _is_letter(one: str) -> bool:
    """What SQLite's tokenizer `unicode61` makes words of."""
    kind = unicodedata.category(one)
    return kind[0] in "LN" or kind == "Co"


def _read_either(tokens: list[_Token], depth: int) -> tuple[str, list[_Token]]:
    """`a OR b`, up to the end or a closing parenthesis."""
    if depth > _DEEPEST:
        raise WrongQueryError(f"parentheses are more than {_DEEPEST} deep")
    choices = []
    while True:
        query, tokens = _read_all(tokens, depth)
        choices.append(query)
        if not tokens or tokens[0].kind != "OR":
            break
        tokens = tokens[1:]
    return (" OR ".join(f"({one})" for one in choices) if len(choices) > 1 else choices[0]), tokens


def _read_all(tokens: list[_Token], depth: int) -> tuple[str, list[_Token]]:
    """`a b`, `a AND b`, `a NOT b`, up to an OR."""
    parts: list[_Part] = []
    while tokens and tokens[0].kind not in ("OR", ")"):
        if tokens[0].kind == "AND":
            if not parts or len(tokens) < 2 or tokens[1].kind in ("AND", "OR", ")"):
                raise WrongQueryError("AND stands between two words; write 'and' in quotation marks to look for it")
            tokens = tokens[1:]
        part, tokens = _read_one(tokens, depth)
        parts.append(part)
    wanted = [part.query for part in parts if not part.without]
    if not wanted:
        what = "say what to look for too, not only what to leave out" if parts else "OR stands between two words"
        raise WrongQueryError(f"{what}; write words such as 'or' and 'not' small to look for them")
    query = " AND ".join(wanted)
    left_out = [part.query for part in parts if part.without]
    return (f"({query})" + "".join(f" NOT {one}" for one in left_out) if left_out else query), tokens


def _read_one(tokens: list[_Token], depth: int) -> tuple[_Part, list[_Token]]:
    """A word, a phrase, what stands in parentheses, or any of them to be left out."""
    without = False
    while tokens and tokens[0].kind == "NOT":
        without, tokens = not without, tokens[1:]
    if not tokens or tokens[0].kind in ("AND", "OR", ")"):
        raise WrongQueryError("NOT stands before a word; write 'not' small to look for it")
    if tokens[0].kind == "WORD":
        return _Part(tokens[0].text, without), tokens[1:]
    query, rest = _read_either(tokens[1:], depth + 1)
    if not rest:
        raise WrongQueryError("an opening parenthesis is not closed")
    return _Part(f"({query})", without), rest[1:]
