"""Pronouns: third persons by score, first persons by who speaks, "they" for two."""

from dragoman.ground.actors.book import LEADERS, OFFICIALS
from dragoman.ground.actors.candidates import PRONOUNS, Candidate
from dragoman.ground.actors.coreference import (
    AGAINST_OWN_SIDE,
    BLURRED,
    Referent,
    Weights,
    certainty,
    find_blamed,
    has_rival,
    rank_antecedents,
    to_weights,
)
from dragoman.ground.actors.homes import dateline_country
from dragoman.ground.actors.ledger import Found, Ledger
from dragoman.ground.actors.page import Page


class Pronouns:
    """Finds whom pronouns mean."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.book = ledger.book
        self.page = ledger.page
        self.found = ledger.found

    def resolve(self, one: Candidate) -> None:
        """Note whom a pronoun of the third person, or a relative one, means."""
        page, book = self.page, self.book
        kind = PRONOUNS[page.folded[one.head]]
        if kind == "r":
            self._relative(one)
            return
        if kind == "n" and page.deps[one.head] in {"nsubj", "nsubjpass"} and _is_expletive(page, one.head):
            return
        if kind == "p" and self._pair(one):
            return
        speaker = self._speaker_around(one.head)
        scores = rank_antecedents(page, book.referents, one.head, kind, speaker)
        scores = self._weigh_content(one.head, kind, scores)
        best = max(scores, key=lambda number: (scores[number], -number), default=None)
        sure, sharp = certainty(page, None if best is None else book.referents[best], one.head)
        if best is not None and kind in {"m", "f"} and has_rival(page, book.referents, scores, best, one.head):
            sharp = BLURRED
        weights = to_weights(scores, sure, sharp)
        if kind in {"m", "f"}:
            self._learn_gender(kind, weights, scores)
        self.ledger.note(one, weights, "PRONOUN")

    def _learn_gender(self, kind: str, weights: Weights, scores: dict[int, float]) -> None:
        """What a pronoun says of whom it means: for good where only one person fits it, as a hint where several do."""
        people = [n for n in scores if self.book.referents[n].kind == "PERSON"]
        if not weights:
            return
        number, weight = weights[0]
        first = self.book.referents[number]
        first.called[kind] = max(weight, first.called.get(kind, 0.0))
        if weight >= 0.8 and people == [number]:
            first.gender = first.gender or kind

    def _weigh_content(self, token: int, kind: str, scores: dict[int, float]) -> dict[int, float]:
        """Somebody who seems to speak against their own side is doubted, and the other side's leaders come in."""
        contents = [content for head, content in self.ledger.claimed if head == token]
        if not contents or not scores:
            return scores
        blamed, named = find_blamed(
            self.page, [part for content in contents for part in content], self.ledger.countries
        )
        others = named - blamed
        doubted = {
            n for n in scores if self.book.referents[n].country in blamed and self.book.referents[n].kind == "PERSON"
        }
        if not doubted or not others:
            return scores
        top = max(scores.values())
        weighed = {n: score + (AGAINST_OWN_SIDE if n in doubted else 0.0) for n, score in scores.items()}
        for referent in self.book.referents:
            if (
                referent.country in others
                and referent.kind == "PERSON"
                and (referent.nouns & LEADERS)
                and referent.gender in {None, kind}
            ):
                weighed[referent.number] = max(weighed.get(referent.number, -99.0), top + AGAINST_OWN_SIDE)
        return weighed

    def _speaker_around(self, token: int) -> int | None:
        """The referent in whose words the token stands, if that is known already."""
        speaker = self.speaker_of(token)
        return None if speaker is None else speaker[0]

    def _relative(self, one: Candidate) -> None:
        antecedent = self.page.heads[self.page.heads[one.head]]
        found = self.found.get(antecedent)
        if found is not None:
            self.ledger.note(one, found.weights, "PRONOUN")

    def _pair(self, one: Candidate) -> bool:
        """ "They" for people or states named together, in the same sentence or the one before."""
        page = self.page
        now = page.sentence_of[one.head]
        for sentence in (now, now - 1):
            if sentence < 0 or (sentence < now and self._plural_in(now, one.head)):
                break
            group = self._together(sentence, one.head) or self._states(sentence, one.head)
            if len(group) > 1:
                share = round((0.8 if sentence == now else 0.6) / len(group), 3)
                self.found[one.head] = Found(
                    first=one.first, last=one.last, weights=[(n, share) for n in group], how="PRONOUN", several=True
                )
                return True
        return False

    def _states(self, sentence: int, before: int) -> list[int]:
        """States that "and" joins as the subject of a sentence that speaks of no other group."""
        page = self.page
        first, last = page.sentences[sentence]
        for token in range(first, min(last, before)):
            if page.deps[token] == "nsubj" and (joined := [t for t in page.children[token] if page.deps[t] == "conj"]):
                found = [self.found[t].weights[0][0] for t in (token, *joined) if t in self.found]
                states = [n for n in found if self.book.referents[n].kind == "STATE"]
                if len(states) > len(joined) and not self._plural_in(sentence, before):
                    return states
        return []

    def _plural_in(self, sentence: int, before: int) -> bool:
        """Whether a sentence speaks of several before a token."""
        first, _ = self.page.sentences[sentence]
        tokens = [token for token in range(first, before) if token in self.found and self.found[token].weights]
        return any(self.book.referents[self.found[token].weights[0][0]].plural for token in tokens)

    def _together(self, sentence: int, before: int) -> list[int]:
        """People of a sentence who are coordinated, or the subject and those it is "with"."""
        page = self.page
        first, last = page.sentences[sentence]
        people = [t for t in range(first, min(last, before)) if self.ledger.person_at(t) is not None]
        linked: dict[int, None] = {}
        pair = self._joined(people)
        if len(pair) == 2 and self._speaks_of_two(before):
            people = pair
        for token in people:
            above = page.heads[token]
            if page.deps[token] == "conj" and above in people:
                linked.update({above: None, token: None})
            elif page.deps[token] == "pobj" and page.folded[above] in {"with", "and"}:
                subject = page.subject(page.clause(token))
                if subject is not None and subject in people:
                    linked.update({subject: None})
                linked.update({token: None})
        numbers = dict.fromkeys(n for n in (self.ledger.person_at(t) for t in linked) if n is not None)
        return list(numbers)

    def _joined(self, people: list[int]) -> list[int]:
        """People that one "and" joins."""
        page = self.page
        joined = [t for t in people if page.folded[max(0, page.phrase_start(t) - 1)] == "and"]
        second = [t for t in joined if page.deps[t] == "conj" and page.heads[t] in people]
        return sorted({*second, *(page.heads[t] for t in second)})

    def _speaks_of_two(self, token: int) -> bool:
        """Whether the clause of a "they" speaks of two: "they reopened the line between the two navies"."""
        page = self.page
        clause = page.clause(token)
        inside = range(page.left[clause], page.right[clause] + 1)
        return any(page.folded[t] in {"two", "both"} for t in inside if t > token)

    def resolve_first_person(self, one: Candidate) -> None:
        """Note whom a first person means: the speaker, and in the plural perhaps the state spoken for."""
        page = self.page
        speaker = self.speaker_of(one.head)
        if speaker is None:
            state = self._narrator(one.head)
            self.ledger.note(one, [] if state is None else [(state.number, 0.7)], "PRONOUN")
            return
        number, weight = speaker
        weights: Weights = [(number, round(weight * 0.97, 3))]
        country = self.book.referents[number].country
        if (
            PRONOUNS[page.folded[one.head]] == "2"
            and country is not None
            and self.book.referents[number].kind == "PERSON"
        ):
            state = self.book.state(country)
            if state is not None:
                weights = [(number, round(weight * 0.65, 3)), (state.number, round(weight * 0.3, 3))]
        self.ledger.note(one, weights, "PRONOUN")

    def _narrator(self, token: int) -> Referent | None:
        """The state of a paper that writes of "our navy" in its own voice: that of its dateline."""
        page, owned = self.page, self.page.heads[token]
        noun = self.book.lexicon.nouns.get(page.folded[owned])
        if page.quoted[token] or page.folded[token] != "our" or noun is None or noun.sector not in OFFICIALS:
            return None
        country = dateline_country(page, self.book.hits)
        return None if country is None else self.book.state(country)

    def speaker_of(self, token: int) -> tuple[int, float] | None:
        """In whose words a token stands, and how sure that is; a speaker named behind the words counts too."""
        for head, content in self.ledger.spoken:
            if not any(first <= token < last for first, last in content):
                continue
            found = self.found.get(head)
            if found is not None and found.weights:
                return found.weights[0]
            ahead = self.ledger.people.get(head, [])
            if len(ahead) == 1:
                return ahead[0].number, 0.93
        return None


def _is_expletive(page: Page, token: int) -> bool:
    """Whether "it" is likely to stand for nothing: "it is clear that", "it was after midnight"."""
    verb = page.heads[token]
    return (
        page.folded[verb] in {"is", "was", "'s", "seems", "appears", "seemed", "appeared", "be"}
        and page.child(verb, "ccomp", "csubj", "advcl", "xcomp") is not None
    )
