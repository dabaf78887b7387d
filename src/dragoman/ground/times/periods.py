"""Readings of quarters, halves, years, decades and centuries."""

from dragoman.ground.times.calendar import Unit, coarsen, finer_or_same, shift
from dragoman.ground.times.dates import find_year, said_year
from dragoman.ground.times.rules import TENS
from dragoman.ground.times.scene import UNKNOWN, Groups, Meaning, Reader, Scene, full_year, month_of, ordinal


def _quarter(groups: Groups, scene: Scene) -> Meaning:
    word = groups.get("quarter", "").lower()
    if word == "last" and not {"year", "yy", "yrel"} & groups.keys():
        last = shift(scene.today, -1, "quarter") if scene.today else None
        return Meaning("DATE", last or UNKNOWN["quarter"], scene.today)
    which = _quarter_said(groups)
    if {"year", "yy", "yrel"} & groups.keys():
        year, anchor = said_year(groups, scene)
    elif scene.published:
        # the latest of that name that has begun
        now = (scene.published.month + 2) // 3
        year, anchor = str(scene.published.year - (int(which) > now and scene.tense() != "FUTURE")), scene.today
    else:
        year, anchor = (coarsen(scene.last, "year") if scene.last else None), scene.last
    return Meaning("DATE", f"{year or 'XXXX'}-Q{which}", anchor)


def _quarter_year(groups: Groups, scene: Scene) -> Meaning:
    """`last year's third quarter`, `the 2013 first half`."""
    return _half(groups, scene) if "half" in groups else _quarter(groups, scene)


def _quarter_month(groups: Groups, scene: Scene) -> Meaning:
    """`the December quarter`, `the April-to-June quarter`: the one that its first month is in."""
    month = month_of(groups["month"])
    year, anchor = find_year(month, None, groups, scene)
    return Meaning("DATE", f"{year}-Q{(month + 2) // 3}", anchor if year != "XXXX" else None)


_STEPS_A_YEAR: dict[Unit, int] = {"quarter": 4, "half": 2, "month": 12, "year": 1}


def _year_ago(groups: Groups, scene: Scene) -> Meaning | None:
    """`the year-earlier quarter`, `the year-ago period`: what was told last, or the like of today, a year before."""
    told = scene.last if scene.last and finer_or_same(scene.last, "year") else scene.today
    year = shift(told, -1, "year") if told else None
    if told is None or year is None:
        return Meaning("DATE", "XXXX")
    if "quarter" in groups or "half" in groups:
        return Meaning(
            "DATE", year + ("-Q" + _quarter_said(groups) if "quarter" in groups else _half_said(groups)), told
        )
    unit = groups.get("unit", "year").lower()
    if unit == "period":
        return Meaning("DATE", year if told == scene.today else year + told[len(year) :], told)
    step: Unit = unit  # type: ignore[assignment]  # the rule's pattern lets no other word in
    return Meaning("DATE", shift(told, -_STEPS_A_YEAR[step], step) or year, told)


def _quarter_said(groups: Groups) -> str:
    word = groups.get("quarter", "").lower()
    return groups.get("q") or ("4" if word in ("final", "last") else str(ordinal(word)))


def _half_said(groups: Groups) -> str:
    return "-H" + (groups.get("h") or ("1" if groups["half"].lower() in ("first", "1st") else "2"))


def _half(groups: Groups, scene: Scene) -> Meaning:
    year, anchor = said_year(groups, scene)
    return Meaning("DATE", (year or "XXXX") + _half_said(groups), anchor)


def _decade(groups: Groups, scene: Scene) -> Meaning:
    if "word" in groups:
        tens = TENS.index(groups["word"].lower().replace("ies", "y")) + 2
        return Meaning("DATE", f"{'19' if groups['century'].lower() == 'nineteen' else '18'}{tens}")
    if "yy" in groups:
        return Meaning("DATE", str(full_year(groups["yy"] + "0", scene))[:3], scene.last)
    return Meaning("DATE", f"{'BC' if 'bc' in groups else ''}{groups['decade']}")


def _decade_bc(groups: Groups, _: Scene) -> Meaning:
    return Meaning("DATE", f"BC{int(groups['decade']):03}")


def _century(groups: Groups, _: Scene) -> Meaning | None:
    which = ordinal(groups["ordinal"])
    return Meaning("DATE", f"{'BC' if 'bc' in groups else ''}{which - 1:02}") if which > 0 else None


def _year(groups: Groups, scene: Scene) -> Meaning:
    return Meaning("DATE", said_year(groups, scene)[0] or "XXXX")


def _short_year(groups: Groups, scene: Scene) -> Meaning | None:
    """`1995-96`, `the class of '82`."""
    if "yy" in groups:
        year = groups["year"][:2] + groups["yy"]
        return Meaning("DATE", year) if year > groups["year"] else None
    return Meaning("DATE", str(full_year(groups["yy2"], scene)), scene.last)


READERS: dict[str, Reader] = {
    "quarteryear": _quarter_year,
    "quarter": _quarter,
    "quartermonth": _quarter_month,
    "yearago": _year_ago,
    "half": _half,
    "decade": _decade,
    "decadebc": _decade_bc,
    "century": _century,
    "years": _year,
    "bcyear": _year,
    "shortyear": _short_year,
}
