"""A feed asked for what is new: not changed, or kept, logged, and its entries noted."""

from typing import NamedTuple

from dragoman.readers.feeds import Listing, list_entries
from dragoman.values import Problem
from dragoman.watch.addresses import RefusedError
from dragoman.watch.asking import Asker, Keeper, Log, describe_answer, to_moment
from dragoman.watch.state import Feed

_CHILDREN = 20  # of a list of sitemaps, the newest
_NOT_CHANGED = 304
_OK = 200


class Polled(NamedTuple):
    """What a feed gave: whether it has changed, how many pages are new or changed in it, and sitemaps that it names."""

    changed: bool
    pages: int = 0
    children: tuple[str, ...] = ()
    more_children: int = 0
    """Sitemaps beyond the newest 20, which are not asked for."""


def poll_feed(url: str, asker: Asker, keeper: Keeper, log: Log) -> Polled:
    """Ask a feed. Raises RefusedError or LaterError where it gives nothing, which is logged too."""
    state, now = asker.state, asker.time.clock
    feed = state.feed(url)
    answer = asker.get(url, feed.etag, feed.modified)
    line = describe_answer("feed", url, answer, now())
    if answer.status == _NOT_CHANGED and feed.sha256:
        log.append(line)
        if feed.failures:
            state.put_feed(feed._replace(failures=0))
        return Polled(changed=False)
    if answer.status != _OK:
        raise RefusedError(f"status {answer.status}")
    digest = keeper.keep(answer.body)
    log.append(line | {"sha256": digest, "bytes": len(answer.body)})
    listing = list_entries(answer.body, url, answer.url)
    if isinstance(listing, Problem):
        raise RefusedError(listing.error)
    heads = answer.headers
    new = Feed(url, listing.title, heads.get("etag"), heads.get("last-modified"), digest)
    pages = _note(listing, new, asker)
    state.put_feed(new)  # last: a crash before it asks for the feed once more, in full
    children = listing.children
    return Polled(digest != feed.sha256, pages, children[:_CHILDREN], max(0, len(children) - _CHILDREN))


def _note(listing: Listing, feed: Feed, asker: Asker) -> int:
    return sum(asker.state.note(entry, feed) for entry in listing.entries)


def note_failure(url: str, why: str, asker: Asker, log: Log) -> None:
    """Write down that a feed gave nothing, and why."""
    log.append({"is": "feed", "at": to_moment(asker.time.clock()), "url": url, "error": why})
    feed = asker.state.feed(url)
    asker.state.put_feed(feed._replace(failures=feed.failures + 1))
