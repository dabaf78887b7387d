"""One round: every feed asked, what is new in it fetched, hosts taken in turn so that none keeps the others waiting."""

from collections import Counter, deque
from collections.abc import Callable, Sequence
from typing import NamedTuple

from dragoman.watch.addresses import RefusedError, check_url
from dragoman.watch.asking import Asker, Keeper, LaterError, Log, to_moment
from dragoman.watch.manners import host_of
from dragoman.watch.polling import note_failure, poll_feed
from dragoman.watch.state import Page
from dragoman.watch.taking import Outcome, take_page

_TOLD = 100


class Fault(NamedTuple):
    """A feed or page that was not had, and why."""

    url: str
    why: str


class Round(NamedTuple):
    """What a round did. `waiting` pages are left to later rounds; `faults` are the first hundred of what went wrong."""

    feeds: int
    feeds_unchanged: int
    feeds_failed: int
    pages: dict[Outcome, int]
    waiting: int
    faults: tuple[Fault, ...]
    seconds: float
    stopped: bool

    @property
    def new(self) -> int:
        """How many documents there are to code: pages new and changed, and entries in place of pages."""
        return sum(self.pages.get(one, 0) for one in ("NEW", "CHANGED", "ENTRY"))


class _Feed(NamedTuple):
    url: str
    child: bool = False


_Task = _Feed | Page
Tell = Callable[[str], object]


class Watch:
    """Feeds, and how they are watched. `most` is how many pages of one feed are fetched in one round."""

    def __init__(self, feeds: Sequence[str], asker: Asker, keeper: Keeper, log: Log, most: int = 100) -> None:
        self.feeds, self.asker, self.keeper, self.log, self.most = tuple(feeds), asker, keeper, log, most

    def run_round(self, tell: Tell | None = None) -> Round:
        """Ask every feed and fetch what is new; `tell` is given each address before it is asked for. Ends early, after
        the page in hand, once `asker.stop` is set. Never raises for what comes from the network."""
        return _Running(self, tell).run()


class _Running:
    """A round under way."""

    def __init__(self, watch: Watch, tell: Tell | None) -> None:
        self.watch, self.asker, self.tell = watch, watch.asker, tell
        self.queues: dict[str, deque[_Task]] = {}
        self.feeds: Counter[str] = Counter()
        self.pages: Counter[Outcome] = Counter()
        self.faults: list[Fault] = []
        self.taken: set[str] = set()

    def run(self) -> Round:
        began = self.asker.time.clock()
        # feeds that failed last time come after all else: one that fails for ever keeps its host's others waiting
        failing = {url for url in self.watch.feeds if self.asker.state.feed(url).failures}
        for later in (False, True):
            for url in self.watch.feeds:
                if (url in failing) == later:
                    self._add(_Feed(url))
            self._go()
        self._tell_of_left()
        return Round(
            feeds=len(self.watch.feeds),
            feeds_unchanged=self.feeds["UNCHANGED"],
            feeds_failed=self.feeds["FAILED"],
            pages=dict(self.pages),
            waiting=self.asker.state.count_open(),
            faults=tuple(self.faults[:_TOLD]),
            seconds=self.asker.time.clock() - began,
            stopped=self.asker.stop.is_set(),
        )

    def _go(self) -> None:
        """Do all there is to do, as far as hosts allow."""
        while not self.asker.stop.is_set() and (task := self._next()) is not None:
            if self.tell:
                self.tell(task.url)
            if isinstance(task, Page):
                self._take(task)
            else:
                self._poll(task)

    def _tell_of_left(self) -> None:
        """Feeds that were not asked because their host is to be left alone; pages wait in the state."""
        for host, queue in self.queues.items():
            until = to_moment(self.asker.state.host(host).ready)
            left = [task for task in queue if isinstance(task, _Feed) and not self.asker.stop.is_set()]
            self.feeds["FAILED"] += len(left)
            self.faults += [Fault(task.url, f"not asked: its host is to be left alone until {until}") for task in left]

    def _add(self, task: _Task) -> None:
        try:
            host = host_of(check_url(task.url))
        except RefusedError:
            host = ""  # what is wrong is said when its turn comes
        queue = self.queues.setdefault(host, deque())
        if isinstance(task, _Feed) and task.child:
            queue.appendleft(task)
        else:
            queue.append(task)

    def _next(self) -> _Task | None:
        """The next task of the host that may be asked first; None where all are to be left alone for longer."""
        self.queues = {host: queue for host, queue in self.queues.items() if queue}
        if not self.queues:
            return None
        host = min(self.queues, key=lambda name: self.asker.state.host(name).ready)
        wait = self.asker.state.host(host).ready - self.asker.time.clock()
        if wait > self.asker.patience:
            return None
        if wait > 0:
            self.asker.time.pause(wait)
        return None if self.asker.stop.is_set() else self.queues[host].popleft()

    def _poll(self, task: _Feed) -> None:
        watch = self.watch
        try:
            done = poll_feed(task.url, self.asker, watch.keeper, watch.log)
        except (RefusedError, LaterError) as error:
            self._fail(task.url, str(error))
        except Exception as error:  # a fault of ours over one feed is no reason to leave the others
            self._fail(task.url, f"{type(error).__name__}: {error}")
        else:
            self.feeds["UNCHANGED"] += not done.changed
            if done.more_children:
                self.faults.append(Fault(task.url, f"{done.more_children} older sitemaps that it lists are left out"))
            for url in () if task.child else done.children:
                if url not in self.watch.feeds:
                    self._add(_Feed(url, child=True))
        for page in self.asker.state.open_pages(task.url, watch.most):
            if page.url not in self.taken:
                self.taken.add(page.url)
                self._add(page)

    def _take(self, page: Page) -> None:
        try:
            outcome, why = take_page(page, self.asker, self.watch.keeper, self.watch.log)
        except Exception as error:
            outcome, why = "LATER", f"{type(error).__name__}: {error}"
        self.pages[outcome] += 1
        if why:
            words = f"{why}: the feed's own words are read instead" if outcome == "ENTRY" else why
            self.faults.append(Fault(page.url, words))

    def _fail(self, url: str, why: str) -> None:
        self.feeds["FAILED"] += 1
        self.faults.append(Fault(url, why))
        note_failure(url, why, self.asker, self.watch.log)


class Planned(NamedTuple):
    """What a round would ask for: `feed` or `page`, not before a moment where its host is to be left alone, and whether
    only for what has changed since."""

    kind: str
    url: str
    not_before: str | None
    conditional: bool


def plan_round(watch: Watch) -> list[Planned]:
    """What is known now that a round would ask for; what the feeds list by then comes on top. Nothing is asked."""
    state, now = watch.asker.state, watch.asker.time.clock()
    planned = []
    for feed in map(state.feed, watch.feeds):
        asked = [("feed", feed.url, bool(feed.etag or feed.modified))]
        asked += [("page", page.url, page.sha256 is not None) for page in state.open_pages(feed.url, watch.most)]
        planned += [Planned(kind, url, _not_before(url, watch, now), known) for kind, url, known in asked]
    return planned


def _not_before(url: str, watch: Watch, now: float) -> str | None:
    try:
        ready = watch.asker.state.host(host_of(check_url(url))).ready
    except RefusedError:
        return None
    return to_moment(ready) if ready > now else None
