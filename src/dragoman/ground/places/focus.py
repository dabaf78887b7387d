"""The place that a document is about, kept apart from the places of its events.

The country most mentioned, its places lending it part of their weight; or the place inside of it, and so on down, that
has at least half of its mentions. A mention weighs the square of its confidence, and less with each level up: Amitay,
Har'El, Sivan and Soffer, "Web-a-Where" (SIGIR 2004).
"""

from collections.abc import Sequence

from dragoman.ground.places.containers import holds
from dragoman.ground.places.gazetteer import COUNTRY, Candidate

UP = 0.7
"""What is left of a place's weight one level up, as in the paper."""
MOST = 0.5
"""Share of a place's mentions from which a place inside of it is the focus in its stead."""
UNNAMED = 0.35
"""The same for a country that the document does not name: home news names towns only."""
LEAST = 0.5
"""Weight under which a document is about no place: one mention, and an unsure one."""


def find_focus(named: Sequence[tuple[Candidate, float]]) -> int | None:
    """The id of the place that a document is about, of the places it names, each mention with its confidence.

    None where it names none surely, or where it is about a country that it does not name. Of two as heavy, the one
    named first.
    """
    places = {place.id: place for place, _ in reversed(named)}
    own: dict[int, float] = dict.fromkeys((place.id for place, _ in named), 0.0)
    for place, confidence in named:
        own[place.id] += confidence**2
    if sum(own.values()) < LEAST:
        return None
    lent: dict[str, float] = {}
    for key, place in places.items():
        lent[_country(place)] = lent.get(_country(place), 0.0) + own[key] * UP ** _level(place)
    country = max(lent, key=lambda one: lent[one])
    inside = [key for key in own if _country(places[key]) == country]
    focus = next((key for key in inside if places[key].feature in COUNTRY), None)
    share, weight = MOST if focus else UNNAMED, sum(own[key] for key in inside)
    inside = [key for key in inside if key != focus]
    while inside:
        weights = {key: own[key] + sum(own[one] for one in inside if holds(places[key], places[one])) for key in inside}
        heaviest = max(weights, key=lambda key: weights[key])
        if weights[heaviest] < share * weight:
            break
        focus, share, weight = heaviest, MOST, weights[heaviest]
        inside = [key for key in inside if holds(places[focus], places[key])]
    return focus


def _country(place: Candidate) -> str:
    """What a place counts for: its country; itself, where it lies in none."""
    return place.country or str(place.id)


def _level(place: Candidate) -> int:
    if place.feature in COUNTRY or not place.country:
        return 0
    return 1 if place.feature == "ADM1" else 2
