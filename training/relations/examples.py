"""Sentences of our own for the types, written from PLOVER's definitions and varied by frame, voice and tense.

A frame may change the type: what is done with aid is AID, what is promised AGREE, what is refused REJECT; a threat of
force is THREATEN, a call for it REQUEST. The rarer types of the corpus get more sentences. `[..]` is the object that
a passive makes its subject.
"""

import random
import re
from collections.abc import Iterator
from pathlib import Path

PHRASES = Path(__file__).parent / "phrases.txt"


def read_phrases() -> dict[str, list[str]]:
    """What is done when the type holds, as `verb [object] rest`."""
    done: dict[str, list[str]] = {}
    for line in PHRASES.read_text(encoding="utf-8").splitlines():
        label, phrase = line.split("\t")
        done.setdefault(label, []).append(phrase)
    return done


DONE = read_phrases()
FRAMES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("AGREE", ("COOPERATE", "AID", "CONSULT"), ("Alice agreed to {base}", "Alice promised to {base}",
     "Alice will {base} next month", "Alice is ready to {base}", "Alice has offered to {base}",
     "Alice plans to {base}")),
    ("YIELD", ("YIELD",), ("Alice agreed to {base}", "Alice said it would {base}", "Alice will {base} within days")),
    ("REJECT", ("COOPERATE", "AID", "CONSULT", "YIELD"), ("Alice refused to {base}", "Alice ruled out {ing}",
     "Alice will not {base}", "Alice has declined to {base}", "Alice said it had no intention of {ing}")),
    ("THREATEN", ("ASSAULT", "SANCTION", "COERCE", "MOBILIZE", "PROTEST"), ("Alice threatened to {base}",
     "Alice warned that it would {base}", "Alice will {base} unless its terms are met", "Alice vowed to {base}",
     "Alice said it would {base} if attacked", "Alice is preparing to {base}")),
    ("ACCUSE", ("COERCE", "ASSAULT"), ("Alice accused Bob of trying to {bare}",
     "Alice blamed Bob for a plot to {bare}")),
    ("REQUEST", ("YIELD", "COOPERATE", "AID"), ("Alice urged Bob to {bare}", "Alice called on Bob to {bare}",
     "Alice demanded that Bob {bare}", "Alice said that Bob must {bare}", "Alice wants Bob to {bare}")),
)  # fmt: skip
PLAIN = ("Alice {past}",) * 3 + ("Alice has {past}", "Alice have {past}", "Alice said it had {past}", "Alice is {ing}")
"""Frames that leave the type as it is."""
STARTS = (
    "", "", "", "", "On Monday, ", "Last week, ", "Earlier this year, ", "In a new step, ", "Late on Friday, ",
    "Meanwhile, ",
)  # fmt: skip
ENDS = (
    "", "", "", ", officials said", " after weeks of tension", " over a border dispute", ", state television reported",
    " despite appeals for calm", ", a spokeswoman said on Tuesday", " amid a row over water",
    " for the second time this year", ", according to two diplomats",
    " as winter set in", ", the first such step since the war",
)  # fmt: skip
RARE = ("COOPERATE", "THREATEN", "PROTEST", "MOBILIZE", "SANCTION", "REQUEST", "CONSULT")
IRREGULAR = {
    "begin": "begun", "hold": "held", "buy": "bought", "sell": "sold", "run": "run", "teach": "taught", "go": "gone",
    "take": "taken", "cut": "cut", "put": "put", "send": "sent", "fly": "flown", "dig": "dug", "set": "set",
    "give": "given", "break": "broken", "withhold": "withheld", "strip": "stripped", "lend": "lent", "free": "freed",
    "let": "let", "withdraw": "withdrawn", "step": "stepped", "shut": "shut", "ban": "banned", "bar": "barred",
    "stab": "stabbed", "beat": "beaten", "fight": "fought", "overrun": "overrun", "meet": "met", "sue": "sued",
    "defy": "defied", "seek": "sought", "swap": "swapped", "drop": "dropped", "stop": "stopped",
    "kidnap": "kidnapped", "plan": "planned", "deny": "denied", "ratify": "ratified", "supply": "supplied",
    "occupy": "occupied", "rebuff": "rebuffed", "refer": "referred", "commit": "committed", "acquit": "acquitted",
    "shoot": "shot", "burn": "burned", "pay": "paid", "spread": "spread",
}  # fmt: skip
PAST = {
    "begin": "began", "go": "went", "take": "took", "fly": "flew", "give": "gave", "break": "broke",
    "withdraw": "withdrew", "beat": "beat", "overrun": "overran", "run": "ran",
}  # fmt: skip


def participle(verb: str) -> str:
    """`suspend` as `suspended`."""
    return IRREGULAR.get(verb) or verb + ("d" if verb.endswith("e") else "ed")


def gerund(verb: str) -> str:
    """`suspend` as `suspending`."""
    form = participle(verb)
    if form.endswith("ed") and len(form) > 4 and form[-3] == form[-4] and len(form) == len(verb) + 3:
        return form[:-2] + "ing"
    if verb in ("cut", "put", "set", "let", "run", "dig", "begin", "shut", "overrun"):
        return verb + verb[-1] + "ing"
    return (verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb) + "ing"


def forms(phrase: str) -> dict[str, str]:
    """Finished phrases: `base`, `past`, `done`, `ing`, and `bare`, which leaves Bob out."""
    verb, _, rest = phrase.replace("[", "").replace("]", "").partition(" ")
    bare = re.sub(r" (?:(?:of|to|from|with|on|in|into|against|at|for) )?Bob\b", "", f"{verb} {rest}")
    return {
        "base": f"{verb} {rest}", "past": f"{PAST.get(verb) or participle(verb)} {rest}",
        "done": f"{participle(verb)} {rest}", "ing": f"{gerund(verb)} {rest}", "bare": bare,
    }  # fmt: skip


def passive(phrase: str) -> str | None:
    """`suspend [aid] to Bob` as `aid to Bob was suspended by Alice`."""
    parts = re.fullmatch(r"(\w+)((?: (?:back|down|off|out|over|up))?) \[(.+)\](.*)", phrase)
    if not parts:
        return None
    verb, particle, subject, rest = parts.groups()
    return f"{subject} {'were' if subject.endswith('s') else 'was'} {participle(verb)}{particle}{rest} by Alice"


def finish(clause: str, rng: random.Random) -> str:
    text = rng.choice(STARTS) + clause + rng.choice(ENDS) + "."
    return text[0].upper() + text[1:]


def actual(label: str, rng: random.Random) -> str:
    """A sentence in which the thing is done."""
    phrase = rng.choice(DONE[label])
    turned = passive(phrase) if rng.random() < 0.25 else None
    if turned:
        return finish(turned, rng)
    frame, words = rng.choice(PLAIN), forms(phrase)
    past = words["done"] if " has " in frame or " have " in frame or " had " in frame else words["past"]
    return finish(frame.format(past=past, ing=words["ing"]), rng)


def framed(label: str, rng: random.Random) -> str | None:
    """A sentence in which a promise, refusal, threat or call makes it `label`."""
    fitting = [(frames, contents) for made, contents, frames in FRAMES if made == label]
    if not fitting:
        return None
    frames, contents = rng.choice(fitting)
    return finish(rng.choice(frames).format(**forms(rng.choice(DONE[rng.choice(contents)]))), rng)


def write_examples(rare: int, common: int, seed: int = 0) -> Iterator[tuple[str, str]]:
    """(text, label) pairs, `rare` for each of the rarer types and `common` for each other; no text twice."""
    rng = random.Random(seed)
    for label in sorted(DONE):
        wanted, seen = rare if label in RARE else common, set[str]()
        for _ in range(20 * wanted):
            text = (framed(label, rng) if rng.random() < 0.5 else None) or actual(label, rng)
            if len(seen) < wanted and text not in seen:
                seen.add(text)
                yield text, label
