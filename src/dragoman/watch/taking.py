"""A page fetched: kept as it came, or the feed's own words in its place, and either said on the log."""

import itertools
from typing import Any, Literal

from dragoman.readers.feeds import read_feed
from dragoman.values import RawDocument
from dragoman.watch.addresses import RefusedError
from dragoman.watch.asking import Asker, Keeper, LaterError, Log, describe_answer, to_moment
from dragoman.watch.state import Page

ATTEMPTS = 5
"""How often a page is asked for that cannot be had for now."""
_READABLE = frozenset((None, "text/html", "application/xhtml+xml", "text/plain"))
_NOT_CHANGED = 304
_OK = 200

Outcome = Literal["NEW", "CHANGED", "UNCHANGED", "ENTRY", "LOST", "LATER"]
"""Kept for the first time, with other bytes than before, the same; the feed's words instead; neither; another time."""


def take_page(page: Page, asker: Asker, keeper: Keeper, log: Log) -> tuple[Outcome, str | None]:
    """What became of a page, and where it was not had, why."""
    try:
        return _fetch(page, asker, keeper, log), None
    except LaterError as error:
        attempts = page.attempts + error.tried
        if attempts < ATTEMPTS:
            asker.state.put_page(page._replace(attempts=attempts))
            log.append(_describe(page, "later", asker) | {"error": str(error)})
            return "LATER", str(error)
        return _give_up(page, f"{error}, after {attempts} attempts", asker, keeper, log)
    except RefusedError as error:
        return _give_up(page, str(error), asker, keeper, log)


def _fetch(page: Page, asker: Asker, keeper: Keeper, log: Log) -> Outcome:
    again = page.sha256 is not None
    answer = asker.get(page.url, page.etag if again else None, page.modified if again else None)
    line = describe_answer("page", page.url, answer, asker.time.clock())
    if answer.status == _NOT_CHANGED and again:
        return _keep_same(page, line, asker, log)
    if answer.status != _OK:
        raise RefusedError(f"status {answer.status}")
    if line.get("type") not in _READABLE:
        raise RefusedError(f"of type {line['type'][:60]}, not a page")
    if not answer.body.strip():
        raise RefusedError("an empty page")
    digest = keeper.keep(answer.body)
    heads = answer.headers
    page = page._replace(etag=heads.get("etag"), modified=heads.get("last-modified"), attempts=0)
    if digest == page.sha256:
        return _keep_same(page, line, asker, log)
    log.append(_describe(page, "page", asker) | line | {"sha256": digest, "bytes": len(answer.body)})
    asker.state.put_page(page._replace(status="HELD", sha256=digest))
    return "CHANGED" if again else "NEW"


def _keep_same(page: Page, line: dict[str, Any], asker: Asker, log: Log) -> Outcome:
    log.append(line | {"is": "same", "sha256": page.sha256})
    asker.state.put_page(page._replace(status="HELD"))
    return "UNCHANGED"


def _give_up(page: Page, why: str, asker: Asker, keeper: Keeper, log: Log) -> tuple[Outcome, str]:
    """The feed's own words in the page's place, where there are any and no earlier version of the page is held."""
    entry = _find_entry(page, keeper) if page.text and page.sha256 is None else None
    line = _describe(page, "entry" if entry else "lost", asker) | {"error": why}
    if entry:
        line |= {"sha256": page.feed_sha256, "number": page.number, "document_sha256": entry.raw_sha256}
    log.append(line)
    asker.state.put_page(page._replace(status="ENTRY" if entry else "LOST"))
    return "ENTRY" if entry else "LOST", why


def _find_entry(page: Page, keeper: Keeper) -> RawDocument | None:
    try:
        raw = keeper.read(page.feed_sha256)
    except Exception:  # whoever keeps them has errors of their own; without the feed there are no words of it
        return None
    found = next(itertools.islice(read_feed(raw, page.feed), page.number - 1, None), None)
    return found if isinstance(found, RawDocument) else None


def _describe(page: Page, kind: str, asker: Asker) -> dict[str, Any]:
    """What the feed says of the page, for the log."""
    told = {
        "feed": page.feed,
        "feed_title": asker.state.feed(page.feed).title,
        "title": page.title,
        "published": page.published,
        "publisher": page.publisher,
    }
    line = {"is": kind, "at": to_moment(asker.time.clock()), "url": page.url}
    return line | {name: value for name, value in told.items() if value}
