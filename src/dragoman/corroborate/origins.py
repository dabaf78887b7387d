"""Origins: which documents are one source, because they copy each other or come from one publisher's family.

    document, copy -> origin

A copy is of its original's origin, whoever printed it; all that a family of publishers wrote itself is of one origin.
"""

import re
from functools import cache, lru_cache

import numpy as np
import pyarrow as pa

from dragoman.corroborate.sequence import put_in_order
from dragoman.corroborate.shingles import Numbers
from dragoman.schema import SCHEMAS
from dragoman.settings import DATA

_DOMAIN = re.compile(r"(?:https?://)?(?:[^/@\s]+@)?((?:[\w-]+\.)+[a-z]{2,})(?::\d+)?(/[^?#]*)?(?:[?#].*)?", re.I)
_SECOND_LEVEL = frozenset(["ac", "co", "com", "edu", "gob", "gov", "gouv", "net", "nom", "or", "org"])
_LETTERS = re.compile(r"[\W_]+")
_THE = re.compile(r"^the\s+|^the(?=[a-z]{5})", re.I)


def find_origins(document: pa.Table, copy: pa.Table) -> pa.Table:
    """The table `origin`: each document with the earliest one of its origin."""
    ordered = put_in_order(document)
    ids = ordered["document_id"].to_pylist()
    place_of = {one: place for place, one in enumerate(ids)}
    roots = np.arange(len(ids))
    copies = zip(*(copy[name].to_pylist() for name in ("document_id", "original", "relation")), strict=True)
    parents = {place_of[later]: place_of[earlier] for later, earlier, relation in copies if relation != "QUOTES"}
    for later in sorted(parents):  # an original stands before its copies
        roots[later] = roots[parents[later]]
    groups = find_families(ordered, alone=True)[roots]
    _, firsts, inverse = np.unique(groups, return_index=True, return_inverse=True)
    table = pa.table(
        {"document_id": ids, "origin_id": [ids[first] for first in firsts[inverse].tolist()]}, schema=SCHEMAS["origin"]
    )
    return table.sort_by("document_id")


def find_families(ordered: pa.Table, alone: bool = False) -> Numbers:
    """A number for each document's publisher's family: one for all unknown ones or, `alone`, one for each of them."""
    numbers: dict[str | int, int] = {}
    named = zip(ordered["publisher"].to_pylist(), ordered["url"].to_pylist(), strict=True)
    families = ((family_of(publisher, url), place) for place, (publisher, url) in enumerate(named))
    keys: list[str | int] = [family or (place if alone else -1) for family, place in families]
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], np.int64)


@lru_cache(1 << 16)
def family_of(publisher: str | None, url: str | None) -> str | None:
    """The name by which a publisher's family goes: `www.dailymail.co.uk` and `Daily Mail` are both `dailymail`.

    That is the name in letters alone; of a domain, the label that was registered. Where no publisher is given, the
    address says who published: on a platform that anybody may publish on (`data/corroborate/platforms.tsv`), the part
    of it that names the author. `data/corroborate/families.tsv` adds what the names do not show.
    """
    domain = _DOMAIN.fullmatch(publisher.strip()) if publisher else _DOMAIN.match(url or "")
    name = _domain_family(domain[1].lower(), domain[2] or "") if domain else _THE.sub("", (publisher or "").strip())
    name = _LETTERS.sub("", name).casefold()
    return read_families().get(name, name) or None


def _domain_family(host: str, path: str) -> str:
    """The label of a domain that its owner chose, before `com` or `co.uk`; on a platform, with the author's."""
    labels = host.split(".")
    ends = 2 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 1
    registered = ".".join(labels[-1 - ends :])
    match read_platforms().get(registered):
        case "SUBDOMAIN":
            return host
        case "PATH":
            return registered + path.strip("/").partition("/")[0]
    return _THE.sub("", labels[-1 - ends])


@cache
def read_families() -> dict[str, str]:
    """Families whose members bear other names: member to family."""
    rows = (row.split("\t") for row in (DATA / "corroborate/families.tsv").read_text("utf-8").splitlines())
    return {member: family for family, members in rows for member in members.split()}


@cache
def read_platforms() -> dict[str, str]:
    """Domains on which anybody may publish: `SUBDOMAIN` or `PATH`, the part of an address that names the author."""
    rows = (row.split("\t") for row in (DATA / "corroborate/platforms.tsv").read_text("utf-8").splitlines())
    return {domain: part for part, domains in rows for domain in domains.split()}
