"""Whether the words around a verb or noun fulfil a pattern of the lexicon: its particles, its object, its modifiers."""

from functools import cache, lru_cache

from dragoman.claims.events.lexicon import (
    Entry,
    Pattern,
    idioms,
    nominal_index,
    noun_index,
    noun_lemmas,
    plural,
    verb_index,
    word_table,
)
from dragoman.trees import PARTICLES, Tree

OBJECTS = ("dobj", "nsubjpass", "acomp", "attr", "oprd")


@lru_cache(maxsize=20_000)
def _joined(first: str, last: str) -> str | None:
    """The entry that two words joined by a hyphen are written as: `cease` and `fire` as `ceasefire`."""
    indexes = (verb_index(), noun_index(), nominal_index())
    return next((w for w in (f"{first}-{last}", first + last) if any(w in index for index in indexes)), None)


def spelling(tree: Tree, token: int) -> tuple[str, int]:
    """The word as the lexicon writes it, and its first token: the parser takes `cease-fire` for three."""
    if token > 1 and tree.words[token - 1] == "-":
        starts, ends = tree.analysis.starts, tree.analysis.ends
        joined = _joined(tree.words[token - 2], tree.words[token])
        if joined is not None and ends[token - 2] == starts[token - 1] and ends[token - 1] == starts[token]:
            return joined, token - 2
    return tree.words[token], token


@cache
def reversals() -> frozenset[str]:
    """Nouns that say of what follows that it ends, stops or is withheld."""
    return frozenset(form for noun in word_table("classes.tsv")["reversal"] for form in (noun, plural(noun)))


def _lemmas_near(tree: Tree, token: int) -> set[str]:
    """Lemmas of a noun, of what stands before it, of what is joined to it and of its of-phrase.

    What an action noun is done to is not the verb's object: who announces a `suspension of aid` announces no aid.
    """
    near = [token, *tree.kids(token, "amod", "compound", "nmod", "quantmod", "appos", "conj")]
    near += [k for n in tree.kids(token, "conj") for k in tree.kids(n, "compound", "amod")]
    if tree.words[token] not in reversals():
        near += tree.under_preps(token, "of", "in", "to")
        for inner in tree.under_preps(token, "of"):
            near += tree.kids(inner, "compound", "amod", "conj")
    before = [tree.words[c] for c in tree.kids(token, "compound", "amod", "nmod")]
    pairs = {f"{word}_{lemma}" for word in before for lemma in noun_lemmas(tree.words[token])}
    pairs.update(noun_lemmas(spelling(tree, token)[0]))
    return pairs | {lemma for word in near for lemma in noun_lemmas(tree.words[word])}


def _particle(tree: Tree, token: int, word: str) -> int | None:
    """The child that is this particle."""
    found = (c for c in tree.children[token] if tree.words[c] == word and tree.deps[c] in PARTICLES)
    return next(found, None)


def particles(tree: Tree, token: int, words: tuple[str, ...]) -> list[int] | None:
    """The tokens of a chain of particles, each on the verb or on the one before it."""
    chain: list[int] = []
    for word in words:
        homes = [token, *chain]
        found = next((p for home in reversed(homes) if (p := _particle(tree, home, word)) is not None), None)
        if found is None:
            return None
        chain.append(found)
    return chain


def objects_of(tree: Tree, token: int) -> list[int]:
    """What the verb is done to, by the tree: objects, the subject of a passive, the head of a relative participle."""
    found = [n for child in tree.kids(token, *OBJECTS, "dative") for n in tree.conjuncts(child)]
    if tree.deps[token] == "acl" and not tree.words[token].endswith("ing"):
        found.append(tree.heads[token])
    if tree.deps[token] == "relcl" and not tree.kids(token, "dobj"):
        found += [tree.heads[token]]
    return found


def _names(tree: Tree, token: int) -> bool:
    """Whether a verb gives its object a name, `called the envoy a liar`, and does nothing to it."""
    objects, predicates = tree.kids(token, "dobj"), tree.kids(token, "oprd")
    if objects and predicates:
        return True
    renaming = [a for noun in (*objects, *predicates) for a in tree.kids(noun, "appos")]
    return any(tree.words[d] in ("a", "an") for noun in renaming for d in tree.kids(noun, "det"))


def verb_fits(tree: Tree, token: int, entry: Entry) -> tuple[list[int], int | None] | None:
    """The particles and the object of a verb that fulfil the entry, or nothing."""
    chain = particles(tree, token, entry.particles)
    if chain is None:
        return None
    if "nocomp" in entry.frame and (tree.kids(token, "ccomp") or _names(tree, token)):
        return None
    if entry.objects is None:
        return chain, None
    if chain:
        candidates = tree.kids(chain[-1], "pobj", "pcomp") + (
            tree.kids(token, "xcomp") if entry.particles[-1] == "to" else []
        )
    else:
        candidates = []
    candidates += objects_of(tree, token) + tree.kids(token, "npadvmod")
    found = next((c for c in candidates if entry.objects & _lemmas_near(tree, c)), None)
    return None if found is None else (chain, found)


def noun_fits(tree: Tree, token: int, entry: Pattern) -> int | None:
    """The first token of a noun entry with its modifiers (`air_strike`), or nothing."""
    first = token
    for part in reversed(entry.lemma.split("_")[:-1]):
        before = [c for c in tree.children[token] if c < token and part in noun_lemmas(tree.words[c])]
        after = tree.under_preps(token, "of")
        if before:
            first = min(first, before[0])
        elif not any(part in noun_lemmas(tree.words[c]) for c in after):
            return None
    return first


def nominal_fits(tree: Tree, token: int, entry: Entry) -> int | None:
    """The noun that is the object of an action noun, where the verb's entry asks for one; the noun itself if not."""
    candidates = tree.under_preps(token, "of", "on") + tree.kids(token, "compound", "poss", "amod")
    if entry.objects is None:
        return token
    return next((c for c in candidates if entry.objects & _lemmas_near(tree, c)), None)


def is_verb_idiom(tree: Tree, token: int, entry: Entry) -> bool:
    """Whether a verb with what it is done to is a set phrase for something else: `release a report`, `fight a fire`."""
    for idiom in idioms("verb").get(tree.words[token], ()):
        chain = particles(tree, token, idiom.particles)
        if chain is None or idiom.specific < entry.specific:
            continue
        taken = tree.kids(chain[-1], "pobj") if chain else objects_of(tree, token)
        if idiom.objects is None or any(idiom.objects.intersection(noun_lemmas(tree.words[noun])) for noun in taken):
            return True
    return False


def is_noun_idiom(tree: Tree, token: int) -> bool:
    """The same of a noun: `a heart attack`, `the war on hunger`."""
    for idiom in idioms("noun").get(tree.words[token], ()):
        taken = tree.under_preps(token, *idiom.particles)
        if idiom.objects is None:
            if noun_fits(tree, token, idiom) is not None:
                return True
        elif any(idiom.objects.intersection(noun_lemmas(tree.words[noun])) for noun in taken):
            return True
    return False
