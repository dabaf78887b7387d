"""The Python face of a record: read inputs into one, open one, ask it."""

import contextlib
import shutil
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

import msgspec
import pyarrow as pa

from dragoman.engines.choice import find_engine
from dragoman.engines.lift import FLOW, Read, load_build, read_one
from dragoman.engines.relate import RELATIONS
from dragoman.engines.runs import Summary, Tell, read_into
from dragoman.ids import sha256
from dragoman.readers import Stdin, read_input
from dragoman.schema import SCHEMAS
from dragoman.settings import Settings, from_environment
from dragoman.store.asking import ROWS, SECONDS, Answer, answer
from dragoman.store.database import connect_to_read, database_state, first_value, quote, select_all, use_record
from dragoman.store.folder import Folder, RecordError
from dragoman.store.lock import RecordLockedError
from dragoman.store.relations import relations_state
from dragoman.store.rows import find_document_ids, read_reading, read_table
from dragoman.store.tables import Writer
from dragoman.values import Problem, RawDocument, Reading

if TYPE_CHECKING:
    import duckdb
    import pandas as pd
    import polars as pl

    from dragoman.charts.figures import By
    from dragoman.charts.notebook import Chart
    from dragoman.exports.files import Tell as TellRows
    from dragoman.exports.formats import Asked, Export
    from dragoman.store.query import Filters

When = str | date | datetime | None


class NotReadableError(Exception):
    """A text that cannot be coded; `problem` says which stage gave up and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.input}: {problem.error} ({problem.stage})")
        self.problem = problem


class MissingExtraError(ImportError):
    """A part of dragoman that is installed with one of its extras only; the message says which."""


class Record:
    """A record, opened to read. Made by `dragoman.read` or `dragoman.open`; a context manager that closes it.

    `summary` says what the call of `read` that made it did; it is None for a record that was opened. `behind` is True
    where another process is writing to the record, so that what it has added last is not seen yet.
    """

    def __init__(self, folder: Path | str, summary: Summary | None = None) -> None:
        self.folder = Folder(folder)
        self.summary = summary
        self.folder.check()
        self.behind = False
        if not self._is_current():
            self._catch_up()
        self.connection: duckdb.DuckDBPyConnection = connect_to_read(self.folder.database)

    def _is_current(self) -> bool:
        state, length = database_state(self.folder.database), self.folder.manifest.length()
        if state is None or state.position != length or not (state.corrected and state.settled):
            return False
        return state.related == relations_state(length, RELATIONS)

    def _catch_up(self) -> None:
        try:
            with Writer(self.folder.path, RELATIONS) as writer:
                writer.sync()
        except (RecordLockedError, PermissionError) as error:
            if database_state(self.folder.database) is None:
                if isinstance(error, RecordLockedError):
                    raise
                message = f"{self.folder.database} is missing or out of date and cannot be made here: {error}"
                raise RecordError(message) from None
            self.behind = True

    def __enter__(self) -> "Record":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Record({str(self.folder.path)!r})"

    def close(self) -> None:
        """Let go of the database."""
        self.connection.close()

    @property
    def path(self) -> Path:
        """The record's folder."""
        return self.folder.path

    @property
    def tables(self) -> tuple[str, ...]:
        """The names of the record's tables."""
        return tuple(SCHEMAS)

    def _name(self, table: str) -> str:
        if table not in SCHEMAS:
            raise KeyError(f"no table {table!r}; there are {', '.join(SCHEMAS)}")
        return table

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(first_value(self.connection, f"SELECT count(*) FROM {quote(self._name(table))}"))

    def table(self, name: str) -> pa.Table:
        """A table as Arrow, in the order of its key; raises KeyError where there is none of that name."""
        return read_table(self.connection, self._name(name))

    def pandas(self, name: str) -> "pd.DataFrame":
        """A table as a pandas frame."""
        return self.table(name).to_pandas()

    def polars(self, name: str) -> "pl.DataFrame":
        """A table as a polars frame."""
        import polars as pl

        frame = pl.from_arrow(self.table(name))
        assert isinstance(frame, pl.DataFrame)
        return frame

    def relation(self, name: str) -> "duckdb.DuckDBPyRelation":
        """A table as a DuckDB relation."""
        return use_record(self.connection).sql(select_all(self._name(name)))

    def sql(self, query: str, params: Sequence[Any] | dict[str, Any] | None = None) -> "duckdb.DuckDBPyRelation":
        """A query as a DuckDB relation; it reads the record's tables and nothing else. Give values as `params`."""
        return use_record(self.connection).sql(query, params=params)

    def query(
        self,
        query: str,
        params: Sequence[Any] | dict[str, Any] = (),
        *,
        limit: int = ROWS,
        seconds: float = SECONDS,
    ) -> Answer:
        """What a query that somebody else wrote gives: one SELECT over the tables, so many rows, in so many
        seconds and a gigabyte of memory. Raises QueryError where that cannot be had."""
        return answer(self.folder.database, query, params, limit=limit, seconds=seconds)

    def reading(self, document: str) -> Reading:
        """All that is held of a document, as values. `document` is an id, its first letters, a url or an external id;
        raises KeyError where that is no document, or more than one."""
        found = find_document_ids(self.connection, document)
        reading = read_reading(self.connection, found[0]) if len(found) == 1 else None
        if reading is None:
            raise KeyError(f"{len(found) or 'no'} documents are called {document!r}")
        return reading

    def export(
        self,
        out: Path | str,
        form: str = "jsonl",
        tables: Sequence[str] | None = None,
        *,
        asked: "Asked | None" = None,
        tell: "TellRows | None" = None,
    ) -> "Export":
        """Write the record, or what is `asked` of it, as one of the formats of `dragoman.exports.formats`, to a file or
        folder `out`, with a manifest beside it of what it covers; `tables` names tables where the format has them.
        Raises ValueError for what the format does not have."""
        from dragoman.exports.formats import Asked, export_record

        asked = (asked or Asked())._replace(tables=tuple(tables)) if tables else asked or Asked()
        if form == "report" and asked.land is None:
            from dragoman.charts.land import draw_land, look_at
            from dragoman.exports.sketch import Land

            asked = asked._replace(land=Land(look_at, draw_land))
        return export_record(self.connection, Path(out), form, asked, tell)

    def timeline(
        self,
        *,
        by: "By" = "status",
        actor: str | None = None,
        types: Sequence[str] = (),
        status: Sequence[str] = (),
        since: When = None,
        until: When = None,
    ) -> "Chart":
        """Incidents over time as an Altair chart, stacked by `status`, `quad` or `type`. Filters are those of
        `dragoman incidents`. Charts need the extra `desk`; raises MissingExtraError without it."""
        with _charts():
            from dragoman.charts.notebook import chart_timeline
        filters = _make_filters(actor, types, status, since, until)
        return chart_timeline(self.connection, filters, by)

    def types(
        self, *, actor: str | None = None, status: Sequence[str] = (), since: When = None, until: When = None
    ) -> "Chart":
        """How many incidents there were of each PLOVER type, the most first, as an Altair chart coloured by quad class.
        Filters are those of `dragoman incidents`."""
        with _charts():
            from dragoman.charts.notebook import chart_types
        return chart_types(self.connection, _make_filters(actor, (), status, since, until))

    def map(
        self,
        *,
        actor: str | None = None,
        types: Sequence[str] = (),
        status: Sequence[str] = (),
        since: When = None,
        until: When = None,
    ) -> "Chart":
        """Where incidents were, as an Altair chart: a point for what is known to a province or better, and for
        nothing else. Filters are those of `dragoman incidents`."""
        with _charts():
            from dragoman.charts.notebook import chart_map
        filters = _make_filters(actor, types, status, since, until)
        return chart_map(self.connection, filters)

    def pair(
        self, one: str, other: str, *, types: Sequence[str] = (), since: When = None, until: When = None
    ) -> "Chart":
        """What two sides, by name or code, did to each other: the PLOVER score of each event over time, as an Altair
        chart whose points show the words they rest on."""
        with _charts():
            from dragoman.charts.notebook import chart_pair
        filters = _make_filters(None, types, (), since, until)
        return chart_pair(self.connection, one, other, filters)

    def rebuild(self) -> None:
        """Make the database anew from the Parquet files and logs."""
        self.close()
        with Writer(self.folder.path, RELATIONS) as writer:
            writer.sync(anew=True)
        self.connection = connect_to_read(self.folder.database)


def parse_moment(when: When) -> datetime | None:
    """A date or moment, ISO 8601 where it is text, as a moment in UTC; raises ValueError where it is none."""
    if isinstance(when, str):
        when = datetime.fromisoformat(when.strip())
    if when is None:
        return None
    if not isinstance(when, datetime):
        when = datetime(when.year, when.month, when.day)
    return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)


def _make_filters(
    actor: str | None, types: Sequence[str], status: Sequence[str], since: When, until: When
) -> "Filters":
    from dragoman.store.query import STATUS, TYPES, Filters

    kinds, statuses = (
        tuple(one.strip().upper() for one in ([given] if isinstance(given, str) else given))
        for given in (types, status)
    )
    for given, known in ((kinds, TYPES["events"]), (statuses, STATUS)):
        if unknown := [one for one in given if one not in known]:
            raise ValueError(f"there is no {unknown[0]!r}; there are {', '.join(known)}")
    first, last = (moment.date() if moment else None for moment in map(parse_moment, (since, until)))
    return Filters(actor=actor, types=kinds, status=statuses, since=first, until=last, limit=0)


@contextlib.contextmanager
def _charts() -> Iterator[None]:
    """What is imported within needs the extra `desk`."""
    try:
        yield
    except ImportError as error:
        message = f"charts need {error.name or error}: install dragoman with its extra `desk`, as in dragoman[desk]"
        raise MissingExtraError(message, name=error.name) from None


def make_settings(published: When = None, jobs: int | None = None, columns: dict[str, str] | None = None) -> Settings:
    """Settings from what was asked for, over those of the environment."""
    settings = from_environment()
    return msgspec.structs.replace(
        settings,
        published=parse_moment(published),
        jobs=settings.jobs if jobs is None else jobs,
        columns=columns or {},
    )


def read(
    inputs: str | Path | Iterable[str | Path],
    record: str | Path | None = None,
    *,
    published: When = None,
    jobs: int | None = None,
    columns: dict[str, str] | None = None,
    tell: Tell | None = None,
    build: str = FLOW,
    engine: str = "local",
    address: str | None = None,
) -> Record:
    """Read files, folders and globs into a record and give it; `summary` on it says what became of the inputs.

    Without `record` it lies in a temporary folder that goes when the record does. `published` dates the inputs that
    carry no date. `jobs` is the number of worker processes; 0 reads in this one, where a page that takes for ever
    cannot be stopped. `columns` names the columns of tables: ours to theirs. `tell` is called as the run goes on.
    `engine` is `local` or `ray`, the latter on the cluster at `address`, with as many workers as it has processors
    unless `jobs` says otherwise. `record` may be an address: `s3://bucket/record`.
    """
    moved_by = find_engine(engine, address)
    if engine == "ray" and jobs is None:
        jobs = 0
    given = [str(inputs)] if isinstance(inputs, (str, Path)) else [str(one) for one in inputs]
    settings = make_settings(published, jobs, columns)
    folder = Path(record) if record is not None else Path(tempfile.mkdtemp(prefix="dragoman-"))
    try:
        summary = read_into(folder, given, settings, tell, build, moved_by)
        opened = Record(folder, summary)
    except BaseException:
        if record is None:
            shutil.rmtree(folder, ignore_errors=True)
        raise
    if record is None:
        weakref.finalize(opened, shutil.rmtree, folder, ignore_errors=True)
    return opened


def open(folder: str | Path) -> Record:
    """The record in a folder; raises RecordError where there is none or it is of a newer format."""
    return Record(folder)


@lru_cache(maxsize=2)
def load_reader(syntax_model: str | None, published: datetime | None, build: str) -> Read:
    """What reads one input in this process, models loaded once."""
    return load_build(build)(Settings(syntax_model=syntax_model, published=published))


def code(
    text: str,
    published: When = None,
    *,
    title: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    build: str = FLOW,
) -> Reading:
    """What one text yields, as values: its statements, events, actors, places and times, nothing stored.

    `Reading.document.text` is the text that all offsets refer to. Raises NotReadableError where it cannot be coded.
    """
    moment = parse_moment(published)
    raw = RawDocument(
        input="text", text=text, media="TEXT", raw_sha256=sha256(text.encode("utf-8", "surrogatepass")),
        title=title, publisher=publisher, url=url, published=moment, published_from="GIVEN" if moment else None,
    )  # fmt: skip
    return code_raw(raw, build=build)


def find_texts(given: str, settings: Settings) -> Iterator[RawDocument | Problem]:
    """What `dragoman code` is to code: the inputs in a file or standard input (`-`), else the words themselves."""
    try:
        is_file = Path(given).is_file()
    except (OSError, ValueError):  # too long for a name, or no name at all
        is_file = False
    if given == "-" or is_file:
        yield from read_input(Stdin() if given == "-" else Path(given), settings)
        return
    raw = given.encode("utf-8", "surrogatepass")
    yield RawDocument(input="text", text=given, media="TEXT", raw_sha256=sha256(raw))


def code_raw(raw: RawDocument, settings: Settings | None = None, build: str = FLOW) -> Reading:
    """What one input that a reader gave yields; raises NotReadableError where it cannot be coded."""
    settings = settings or from_environment()
    reading = read_one(load_reader(settings.syntax_model, settings.published, build), raw)
    if isinstance(reading, Problem):
        raise NotReadableError(reading)
    return reading
