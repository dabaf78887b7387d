"""Numbers in words and figures, and how far they fix a quantity: `at least seven`, `between 40 and 60`, `dozens`."""

import re

from dragoman.values import Value

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
UNITS = {word: value for value, word in enumerate(_SMALL.split())}
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
TENS = {word: 10 * n for n, word in enumerate(_TENS.split(), 2)}
SCALES = {"hundred": 100, "thousand": 1000, "million": 1_000_000, "dozen": 12, "score": 20}
VAGUE = {
    "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "tens": 20, "several": 3, "handful": 3, "few": 2,
    "couple": 2,
}  # fmt: skip
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*|\d[\d,]*")
_NOBODY = re.compile(r"(?:no one|nobody|none|no|not (?:one|a single))\b(?! (?:fewer|less|more) than)")
_RANGE = re.compile(
    r"\b(?:between|from) (.+?) (?:and|to) (\S+(?: (?:hundred|thousand|million))?)"
    r"|([\d,]+|[a-z]+(?:-[a-z]+)?) to ([\d,]+|[a-z]+(?:-[a-z]+)?(?: (?:hundred|thousand))?)"
)
_AT_LEAST = re.compile(r"\b(?:at least|no fewer than|no less than|not less than|upwards of)\b|\bor more\b")
_MORE = re.compile(r"\b(?:more than|over|in excess of)\b")
_AT_MOST = re.compile(r"\b(?:up to|as many as|at most|no more than|nearly|almost|close to)\b")
_FEWER = re.compile(r"\b(?:fewer than|less than|under)\b")


class Bounds(Value, frozen=True, kw_only=True):
    """A number as far as the words fix it; nothing means open."""

    low: int | None = None
    high: int | None = None


def read_number(words: list[str]) -> int | None:
    """The number that words or figures write, or nothing: `twenty-one`, `1,200`, `two hundred`, `half a dozen`."""
    if [word.lower() for word in words] in (["half", "a", "dozen"], ["half-a-dozen"], ["half-dozen"]):
        return 6
    total, current, seen = 0, 0, False
    for word in (part for w in words for part in w.lower().split("-")):
        if re.fullmatch(r"\d{1,3}(,\d{3})+|\d+", word):
            current, seen = current + int(word.replace(",", "")), True
        elif word in UNITS or word in TENS:
            current, seen = current + UNITS.get(word, 0) + TENS.get(word, 0), True
        elif word in SCALES:
            current, seen = max(current, 1) * SCALES[word], True
            if SCALES[word] >= 1000:
                total, current = total + current, 0
        elif word not in ("a", "an", "and"):
            return None
    return total + current if seen else None


def read_bounds(text: str) -> Bounds | None:
    """Lower and upper bound of a quantity as written: `at least seven drivers`, `between 40 and 60`."""
    words = _WORD.findall(text.lower())
    joined = " ".join(words)
    if _NOBODY.match(joined):
        return Bounds(low=0, high=0)
    between = _RANGE.search(joined)
    if between:
        low, high = (
            first_number((part or "").split()) for part in (between[1] or between[3], between[2] or between[4])
        )
        if low is not None and high is not None:
            return Bounds(low=low, high=high)
    number = first_number(words)
    if number is not None:
        return _bounded(joined, number)
    vague = [VAGUE[word] for word in words if word in VAGUE]
    if vague[:2] == [20, 2000]:
        return Bounds(low=20_000)  # tens of thousands
    return Bounds(low=vague[0]) if vague else None


def first_number(words: list[str]) -> int | None:
    """The number that the longest run of number words from the first of them writes."""
    for start in range(len(words)):
        counts = words[start + 1 : start + 2] and words[start + 1] in SCALES
        if words[start] in ("a", "an", "and") and not (words[start] != "and" and counts):
            continue
        for stop in range(len(words), start, -1):
            number = read_number(words[start:stop])
            if number is not None:
                return number
    return None


def _bounded(joined: str, number: int) -> Bounds:
    if _AT_LEAST.search(joined):
        return Bounds(low=number)
    if _AT_MOST.search(joined):
        return Bounds(high=number)
    if _MORE.search(joined):
        return Bounds(low=number + 1)
    if _FEWER.search(joined):
        return Bounds(high=number - 1)
    return Bounds(low=number, high=number)


def total(parts: list[Bounds]) -> Bounds:
    """The bounds of several quantities together; open where one of them is."""
    lows, highs = [part.low for part in parts], [part.high for part in parts]
    return Bounds(
        low=sum(low for low in lows if low is not None) if any(low is not None for low in lows) else None,
        high=None if None in highs else sum(high for high in highs if high is not None),
    )
