"""What the sentence around a time expression says of it: whether it is one, and whether its verb looks ahead."""

from bisect import bisect_left, bisect_right

from dragoman.ground.times.rules import words
from dragoman.ground.times.scene import Groups, Tense
from dragoman.values import Analysis

_CLAUSES = frozenset({"ROOT", "ccomp", "xcomp", "advcl", "relcl", "acl", "pcomp", "csubj", "csubjpass", "parataxis"})
_AHEAD = frozenset({"will", "'ll", "’ll", "wo", "shall", "would", "may", "might", "could", "can", "should", "must"})
_PLANNED = frozenset({"scheduled", "due", "set", "slated", "planned", "expected", "poised", "upcoming", "planning"})
_DONE = frozenset({"managed", "failed", "began", "begun", "started", "continued", "had", "used", "refused", "tried"})
_UNTIL = frozenset({"until", "till", "by"})
_NAMES = frozenset({"PERSON", "ORG", "WORK_OF_ART", "FAC", "PRODUCT", "GPE", "LOC", "LAW"})
_BEFORE_MONTH = frozenset(
    words(
        "in of since until till by last next this early late mid from to between and or before after during through "
        "around for end on every each as about ( ,"
    )
)
_EPITHETS = frozenset({"black", "bloody", "super", "cyber", "good", "ash", "holy", "palm", "easter", "happy", "green"})
_YEAR_BEFORE = frozenset(
    words(
        "in of by since from until till to through before after during between and or year circa the early late mid "
        "around about ( , - – — / for late is was january february march april may june july august september october "
        "november december"
    )
)
_CLOSES = frozenset(words("end ended ending ends finish finished close closed start started begin began"))
_SURELY = frozenset(words("in since until till during circa year years as"))
_LIMITS = frozenset({"until", "till", "by", "before", "since", "from", "than"})
_NAMED = frozenset({"month", "weekday", "season", "weekdays", "bareday", "holiday"})


class Grammar:
    """Lookups in an analysis by character."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.names = tuple(entity for entity in analysis.entities if entity.label in _NAMES)
        self.name_starts = tuple(entity.start for entity in self.names)

    def token_at(self, start: int, end: int) -> int | None:
        """The first token that shares a character with the span; `None` where the text was not analysed."""
        at = bisect_right(self.analysis.ends, start)
        return at if at < len(self.analysis.starts) and self.analysis.starts[at] < end else None

    def sentence_at(self, start: int) -> int:
        """Index of the sentence that a character is in or before; -1 after the last."""
        at = bisect_right(self.analysis.ends, start)
        return self.analysis.sentence_of[at] if at < len(self.analysis.ends) else -1

    def accepts(self, rule: str, start: int, end: int, groups: Groups, prefix: str) -> bool:
        """Whether a match is a time: it was analysed, and it is no part of a name and no plain number."""
        token = self.token_at(start, end)
        if token is None:
            return False
        before = self.analysis.words[token - 1] if token and self._same_sentence(token - 1, token) else ""
        if rule in _NAMED and not prefix and self._is_name(start, end, before):
            return False
        if rule == "month" and not prefix and groups["month"].lower() in ("may", "march"):
            return before.lower() in _BEFORE_MONTH
        if rule == "past" and before.lower() == "most":
            return False  # a ranking: the most recent model
        if rule == "bareunits" and before.lower() in ("after", "off", "working", "business", "office"):
            return False
        if rule == "unitthe":
            return self._is_the_unit(groups, prefix, before)
        if rule == "years" and "bc" not in groups:
            return not self._in_name(start, end) and self._is_year(token, end, groups, prefix, before)
        return True

    def counted_before(self, start: int) -> bool:
        """Whether a number or `once` stands before: `15 a year`, `twice a day` are rates."""
        at = bisect_left(self.analysis.starts, start) - 1
        word = self.analysis.words[at].lower() if at >= 0 else ""
        return word[:1].isdigit() or word in (
            "once",
            "twice",
            "times",
            "million",
            "billion",
            "thousand",
            "hours",
            "%",
            "percent",
        )

    def _same_sentence(self, one: int, other: int) -> bool:
        return self.analysis.sentence_of[one] == self.analysis.sentence_of[other]

    def _is_name(self, start: int, end: int, before: str) -> bool:
        """`Black Friday`, `Sunday Times`, `April Jones`."""
        if before.lower() in _EPITHETS:
            return True
        at = bisect_right(self.name_starts, start) - 1
        name = self.names[at] if at >= 0 else None
        return name is not None and name.end >= end and (name.start, name.end) != (start, end) and name.end > start

    @staticmethod
    def _is_the_unit(groups: Groups, prefix: str, before: str) -> bool:
        """`that year`, `the end of the month`, and `ended the day`; `the year` by itself may be any."""
        return bool(prefix) or groups["the"].lower() == "that" or before.lower() in _CLOSES

    def _in_name(self, start: int, end: int) -> bool:
        """`Index 2000 Fund`: a number inside the name of a company or a product."""
        at = bisect_left(self.name_starts, start) - 1
        name = self.names[at] if at >= 0 else None
        return name is not None and name.label in ("ORG", "PRODUCT") and name.end > end

    def _is_year(self, token: int, end: int, groups: Groups, prefix: str, before: str) -> bool:
        """Whether four digits are a year: after a preposition, or in this age and not counting anything."""
        if prefix and prefix.lower().startswith(("the ", "early", "late", "mid")):
            return True
        if before in ("$", "£", "€"):
            return False
        if before.lower() in _SURELY or self._starts_line(token):
            return True
        last = self.token_at(end - 1, end)
        counted = self._counts(token if last is None else last, before)
        if self._goes_on(token):
            return True
        if counted or (prefix and not prefix.lower().startswith(("circa", "c", "about", "around"))):
            return False
        if before.lower() in _YEAR_BEFORE:
            return True
        return 1900 <= int(groups["year"]) <= 2099

    def _starts_line(self, token: int) -> bool:
        """Whether a heading begins with the number: `1979: The invasion`."""
        words = self.analysis.words
        first = self.analysis.sentences[self.analysis.sentence_of[token]][0] == token
        return first and token + 1 < len(words) and words[token + 1] in (":", "-", "–")

    def _goes_on(self, token: int) -> bool:
        """Whether the number begins a span of years: `1861-1863`."""
        words = self.analysis.words[token + 1 : token + 3]
        return len(words) == 2 and words[0] in ("-", "–", "—", "to") and len(words[1]) == 4 and words[1].isdigit()

    def opens(self, end: int) -> bool:
        """Whether the expression ending there is among the first words of its sentence."""
        token = self.token_at(end - 1, end)
        return token is not None and token - self.analysis.sentences[self.analysis.sentence_of[token]][0] <= 3

    def reaches(self, end: int) -> bool:
        """Whether a year is named as a limit, not as where the story is: `until 1976`, `since 1931`."""
        token = self.token_at(end - 1, end)
        return bool(token) and self.analysis.words[(token or 1) - 1].lower() in _LIMITS

    def _counts(self, token: int, before: str) -> bool:
        """Whether the number counts what follows it: `2000 soldiers`, but not `the 2003 elections`."""
        words = self.analysis.words
        if token + 1 >= len(words) or not self._same_sentence(token, token + 1):
            return False
        after = words[token + 1]
        plural = after.islower() and after.endswith("s") and len(after) > 3 and after not in ("was", "as", "is", "this")
        return after in ("%", "percent", "people", "men") or (plural and before.lower() not in ("the", "'s", "’s"))

    def tense(self, start: int, end: int) -> Tense:
        """The tense of the verb over a time expression, as far as auxiliaries and endings show it."""
        token = self.token_at(start, end)
        if token is None:
            return "UNKNOWN"
        if token and self.analysis.words[token - 1].lower() in _UNTIL:
            return "FUTURE"
        verb = self._verb(token)
        return self._tense_of(verb) if verb is not None else "UNKNOWN"

    def _verb(self, token: int) -> int | None:
        """The head of the clause that a token is in."""
        for _ in range(12):
            if self.analysis.deps[token] in _CLAUSES or self.analysis.words[token].lower() in _PLANNED:
                return token
            token = self.analysis.heads[token]
        return None

    def _tense_of(self, verb: int) -> Tense:
        words, deps = self.analysis.words, self.analysis.deps
        helpers = {words[at].lower() for at in self.analysis.children[verb] if deps[at] in ("aux", "auxpass")}
        word, head = words[verb].lower(), words[self.analysis.heads[verb]].lower()
        if helpers & {"have", "has", "had"}:
            return "PAST"
        if helpers & _AHEAD or word in _PLANNED:
            return "FUTURE"
        if "to" in helpers:
            return "PAST" if head in _DONE else "FUTURE"
        if helpers & {"is", "are", "'s", "’s", "am"} and word.endswith("ing"):
            return "FUTURE"
        if word.endswith("ed") or helpers & {"was", "were", "did"} or word in ("was", "were", "said", "told"):
            return "PAST"
        return "UNKNOWN"
