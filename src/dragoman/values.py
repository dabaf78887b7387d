"""Every value of the house: what the stages pass on, and the rows of the record.

The rows below `Document` are the public contract. A table bears its value's name in lower case, its columns are the
fields, and the data dictionary in `docs/record.md` is made from the lines under the fields. All values are frozen.
Offsets (`start`, `end`) count code points of `Document.text`, end exclusive. `None` means unknown, never "".
"""

from datetime import date, datetime
from typing import Literal

import msgspec

PublishedFrom = Literal["METADATA", "DATELINE", "URL", "GIVEN"]
BlockKind = Literal["HEADLINE", "BODY", "DATELINE", "CAPTION", "STRAY", "FURNITURE"]
ActorKind = Literal["STATE", "PERSON", "ORGANISATION", "GROUP", "PEOPLE"]
How = Literal["NAME", "ALIAS", "TITLE", "METONYM", "PRONOUN", "DESCRIPTION"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
StatementKind = Literal["DIRECT", "INDIRECT", "MIXED"]
Act = Literal["ASSERT", "DENY", "ACCUSE", "DEMAND", "THREATEN", "WARN", "PROMISE", "AGREE", "REFUSE", "PRAISE"]
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Polarity = Literal["POSITIVE", "NEGATIVE"]
Realis = Literal["ACTUAL", "DENIED", "PLANNED", "HYPOTHETICAL"]
DatePrecision = Literal["DAY", "WEEK", "MONTH", "YEAR", "NONE"]
Status = Literal["SINGLE SOURCE", "CORROBORATED", "DISPUTED"]
Stance = Literal["ASSERTS", "DENIES", "BLAMES", "CLAIMS"]
CopyRelation = Literal["COPY", "PART", "QUOTES"]
DisputeField = Literal["HAPPENED", "RESPONSIBLE", "KILLED", "INJURED", "PLACE", "DATE"]
ReviewAction = Literal["ACCEPT", "REJECT", "EDIT", "MERGE", "SPLIT", "UNDO"]
CorrectionState = Literal["APPLIED", "ORPHANED", "UNDONE"]


class Value(msgspec.Struct, frozen=True, kw_only=True):
    """What stages pass to each other."""


class Row(Value, frozen=True, kw_only=True):
    """A row of the record."""


# ---------------------------------------------------------------- what stages pass on


class RawDocument(Value, frozen=True, kw_only=True):
    """One input as a reader found it, decoded but not yet cleaned."""

    input: str
    """Where it came from, for messages: a path, with `#row` where a file holds several."""
    text: str
    """The decoded content: plain text, or a whole HTML page."""
    media: Literal["TEXT", "HTML"]
    raw_sha256: str
    """SHA-256 of the bytes as they were read, in hexadecimal."""
    external_id: str | None = None
    url: str | None = None
    publisher: str | None = None
    title: str | None = None
    published: datetime | None = None
    published_from: PublishedFrom | None = None


class Problem(Value, frozen=True, kw_only=True):
    """Something that could not be read: an error as a value, stored as a row of `failure`."""

    input: str
    """The input it happened to, as `RawDocument.input`."""
    stage: str
    """The stage that gave up."""
    error: str
    """What was wrong, in words a reader of the page would understand."""


NO_PAGE = "no page"
"""The stage of a Problem that tells of what is no page and was passed over in an archive: counted, and no failure."""


class Block(Value, frozen=True, kw_only=True):
    """One line of a document's text, without the spaces around it, and what it is."""

    start: int
    end: int
    kind: BlockKind


class Entity(Value, frozen=True, kw_only=True):
    """A name that the syntax model found, by its own label (`PERSON`, `ORG`, `GPE`, `LOC`, `FAC`, `NORP` ...)."""

    start: int
    end: int
    label: str


class Analysis(Value, frozen=True, kw_only=True):
    """Tokens, sentences and dependencies of a document, in columns; token `i` is the `i`-th of each column.

    Only blocks of running text are analysed (headline, dateline, body, caption): furniture and stray lines have no
    token. Labels are spaCy's English dependency labels (ClearNLP): `nsubj`, `dobj`, `pobj`, `agent` ...
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    words: tuple[str, ...]
    heads: tuple[int, ...]
    """Index of each token's head; a root is its own head."""
    deps: tuple[str, ...]
    children: tuple[tuple[int, ...], ...]
    sentence_of: tuple[int, ...]
    """Index into `sentences` of each token."""
    sentences: tuple[tuple[int, int], ...]
    """First token and one past the last of each analysed sentence."""
    entities: tuple[Entity, ...]


class Attribution(Value, frozen=True, kw_only=True):
    """Source, cue and content as the encoder tagged them; `source` is empty where nobody is named."""

    source: tuple[int, int] | None
    cue: tuple[int, int]
    content: tuple[tuple[int, int], ...]
    score: float
    """Mean probability of the content words, 0 to 1."""


# ---------------------------------------------------------------- the record


class Document(Row, frozen=True, kw_only=True):
    """One page as it was read; the same wire from two publishers is two documents."""

    document_id: str
    """Hash of the bytes, the url or external id, and the publisher."""
    external_id: str | None = None
    """The input's own id, if it has one."""
    url: str | None = None
    """Where the page was found."""
    publisher: str | None = None
    """The outlet."""
    title: str | None = None
    """The headline, from the metadata or the page."""
    published: datetime | None = None
    """When it was published, UTC; empty where nothing says so, never today."""
    published_from: PublishedFrom | None = None
    """What `published` rests on."""
    language: str | None = None
    """ISO 639-1 code of the text."""
    text: str
    """The text that all offsets refer to."""
    raw_sha256: str
    """SHA-256 of the bytes as read."""
    retrieved: datetime | None = None
    """When it was read, UTC; a rerun may change it."""
    copy_of: str | None = None
    """document_id of the earliest syndicated or near-duplicate copy."""
    story_id: str | None = None
    """The story it belongs to."""


class Sentence(Row, frozen=True, kw_only=True):
    """A sentence of a document, or a line that is none."""

    document_id: str
    """The document."""
    sentence: int
    """0 and up, in the order of the text."""
    start: int
    """First character."""
    end: int
    """One past the last character."""
    kind: BlockKind
    """What part of the page it is; nothing is read from `FURNITURE` and `STRAY`."""


class Actor(Row, frozen=True, kw_only=True):
    """Somebody who can act: a state, a person, an organisation, an armed group, a people."""

    actor_id: str
    """Hash of name, kind and code."""
    name: str
    """The canonical name; a description, as written, where no name is known."""
    kind: ActorKind
    """What it is."""
    country: str | None = None
    """ISO 3166 alpha-3 code."""
    sector: str | None = None
    """PLOVER sector: `GOV`, `MIL`, `REB`, `JRN` ..."""
    code: str | None = None
    """`RUS MIL`: country, space, sector; `RUS`: a whole state; `IGO UNO`; `IMG`: a transnational armed group."""
    wikidata: str | None = None
    """Wikidata item."""


class Alternative(Value, frozen=True, kw_only=True):
    """One of several actors that words may mean."""

    actor_id: str
    """The actor."""
    confidence: float
    """Its weight, 0 to 1; the weights of one mention add up to at most 1."""


class Mention(Row, frozen=True, kw_only=True):
    """Words that stand for an actor."""

    mention_id: str
    """Hash of document and span."""
    document_id: str
    """The document."""
    start: int
    """First character."""
    end: int
    """One past the last character."""
    text: str
    """The words."""
    actor_id: str | None
    """Whom they mean; empty where the text leaves it wholly open."""
    how: How
    """By what kind of words."""
    role: str | None = None
    """The title as written: `Russian Foreign Minister`."""
    confidence: float
    """How sure it is that they mean `actor_id`, 0 to 1."""
    alternatives: tuple[Alternative, ...] = ()
    """More than one where the text leaves it open, `actor_id` among them."""


class Place(Row, frozen=True, kw_only=True):
    """A toponym and the place it names."""

    document_id: str
    """The document."""
    start: int
    """First character."""
    end: int
    """One past the last character."""
    text: str
    """The toponym as written."""
    geonameid: int | None = None
    """GeoNames id; empty for places of our own list and for unresolved toponyms."""
    name: str | None = None
    """The place's name in the gazetteer."""
    feature: str | None = None
    """GeoNames feature code: `PPLC`, `ADM1`, `AIRB` ..."""
    lat: float | None = None
    """Degrees north."""
    lon: float | None = None
    """Degrees east."""
    country: str | None = None
    """ISO 3166 alpha-3 code."""
    precision: int | None = None
    """UCDP where-precision: 1 exact, 2 near, 3 district, 4 province, 5 larger or vague, 6 country, 7 water or air."""
    focus: bool = False
    """Whether the document is about this place as a whole; no event takes its place from that."""
    confidence: float
    """0 to 1."""


class Time(Row, frozen=True, kw_only=True):
    """A time expression, as TIMEX3 marks it."""

    document_id: str
    """The document."""
    start: int
    """First character."""
    end: int
    """One past the last character."""
    text: str
    """The words."""
    type: TimexType
    """TIMEX3 type."""
    mod: str | None = None
    """TIMEX3 modifier: `APPROX`, `START`, `END`, `MORE_THAN` ..."""
    value: str
    """TIMEX3 value, as far as it is known: `2015-11-24`, `XXXX-WXX-2`, `P3D`, `PAST_REF`."""
    earliest: date | None = None
    """First day it may mean."""
    latest: date | None = None
    """Last day it may mean."""
    anchor: str | None = None
    """What it was resolved against: an ISO date, or empty."""


class Part(Value, frozen=True, kw_only=True):
    """One piece of a content that the cue splits."""

    start: int
    """First character."""
    end: int
    """One past the last character."""


class Statement(Row, frozen=True, kw_only=True):
    """Somebody said something: source, cue, content (PolNeAR), with speaker and act."""

    statement_id: str
    """Hash of document, cue and content."""
    document_id: str
    """The document."""
    start: int
    """First character of source, cue and content together, quotation marks included."""
    end: int
    """One past the last."""
    source_start: int | None = None
    """First character of the words that name the speaker; empty where nobody is named."""
    source_end: int | None = None
    """One past the last."""
    cue_start: int
    """First character of the words that make the link: `said`, `according to`."""
    cue_end: int
    """One past the last."""
    content: tuple[Part, ...]
    """What is attributed, verbatim, in one or more pieces."""
    kind: StatementKind
    """Whether the content stands in quotation marks: wholly, not at all, in part."""
    speaker: str | None = None
    """actor_id of the speaker."""
    speaker_confidence: float = 0.0
    """How sure the speaker is, 0 to 1."""
    alternatives: tuple[Alternative, ...] = ()
    """All candidates, where the text leaves the speaker open."""
    addressee: str | None = None
    """actor_id of whom it was said to."""
    act: Act
    """What is done by saying it."""
    medium: str | None = None
    """Where it was said, as written: `a televised speech`."""
    polarity: Polarity = "POSITIVE"
    """`NEGATIVE` where the text says that it was not said: `did not say`, `declined to comment`."""
    parent: str | None = None
    """statement_id of the statement that this one is inside of."""


class Participant(Value, frozen=True, kw_only=True):
    """An actor in an event, and the words that say so."""

    actor_id: str | None
    """The actor."""
    code: str | None
    """Its code in this event, which may be narrower than the actor's own: Russia's planes are `RUS MIL`."""
    start: int
    """First character of the words."""
    end: int
    """One past the last."""


class Event(Row, frozen=True, kw_only=True):
    """Who did what to whom (PLOVER)."""

    event_id: str
    """Hash of document, trigger, type and participants."""
    document_id: str
    """The document."""
    sentence: int
    """The sentence the trigger stands in."""
    trigger_start: int
    """First character of the words that name the event."""
    trigger_end: int
    """One past the last."""
    type: EventType
    """PLOVER event type."""
    modes: tuple[str, ...] = ()
    """PLOVER modes: how."""
    contexts: tuple[str, ...] = ()
    """PLOVER contexts: what about."""
    cameo: str | None = None
    """CAMEO code, 2 to 4 digits."""
    quad: int
    """1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict."""
    plover_score: float
    """PLOVER conflict-cooperation score of type or mode, -10 to 10."""
    goldstein: float | None = None
    """Goldstein score of the CAMEO code, -10 to 10."""
    actors: tuple[Participant, ...]
    """Who did it; everybody, where it is reciprocal."""
    recipients: tuple[Participant, ...] = ()
    """To whom."""
    place: int | None = None
    """`start` of the place row, where the text says where."""
    time: int | None = None
    """`start` of the time row, where the text says when."""
    earliest: date | None = None
    """First day it may have happened."""
    latest: date | None = None
    """Last day it may have happened."""
    date_precision: DatePrecision = "NONE"
    """How exact the date is."""
    realis: Realis
    """Whether the text holds that it happened."""
    coder: str
    """Method and version."""
    statement_id: str | None = None
    """In whose words the event is known; empty when the article itself asserts it."""
    killed_low: int | None = None
    """Killed, at least."""
    killed_high: int | None = None
    """Killed, at most; empty beside a lower bound means open."""
    injured_low: int | None = None
    """Injured, at least."""
    injured_high: int | None = None
    """Injured, at most."""
    arrested_low: int | None = None
    """Arrested, at least."""
    arrested_high: int | None = None
    """Arrested, at most."""
    displaced_low: int | None = None
    """Displaced, at least."""
    displaced_high: int | None = None
    """Displaced, at most."""
    confidence: float
    """How sure the coder is of type and participants, 0 to 1."""


class Copy(Row, frozen=True, kw_only=True):
    """A document that repeats the words of an earlier one."""

    document_id: str
    """The later document."""
    original: str
    """document_id of the earliest document whose words it repeats."""
    relation: CopyRelation
    """`COPY` the whole, `PART` cut to a piece, `QUOTES` the same quoted words only, which makes it no copy."""
    containment: float
    """Share of its word 5-shingles that the original has, 0 to 1."""
    evidence: tuple[str, ...] = ()
    """What else speaks for it: `wire:Reuters` where both credit the agency. Never enough by itself."""


class Origin(Row, frozen=True, kw_only=True):
    """Which documents are one source: copies of each other, or pages of one publisher's family."""

    document_id: str
    """The document."""
    origin_id: str
    """document_id of the earliest document of its origin."""


class Role(Row, frozen=True, kw_only=True):
    """What other documents say of an actor that one document only names; the rows of `event` and `actor` stay as their
    document has them, and `show events` gives the code learned."""

    document_id: str
    """The document that does not say who it is."""
    actor_id: str
    """The actor as that document has it, without a code."""
    known_as: str
    """actor_id of the fullest name under which other documents know it."""
    name: str
    """That name."""
    country: str | None = None
    """ISO 3166 alpha-3 code of its country."""
    sector: str | None = None
    """PLOVER sector."""
    code: str
    """Country and sector, as in `actor`."""
    documents: int
    """How many documents give this code."""
    confidence: float
    """How sure that is, 0 to 1: the more documents, the surer."""


class Pair(Row, frozen=True, kw_only=True):
    """Two events compared, because they may be reports of one incident."""

    event_id: str
    """The one."""
    other: str
    """event_id of the other."""
    chance: float
    """Probability that both tell of one incident, 0 to 1; 0 where they exclude each other."""


class Incident(Row, frozen=True, kw_only=True):
    """What several reports tell of, once."""

    incident_id: str
    """Hash of its earliest report, which a merge keeps."""
    type: EventType
    """PLOVER event type."""
    actor_codes: tuple[str, ...] = ()
    """Codes of the actors."""
    recipient_codes: tuple[str, ...] = ()
    """Codes of the recipients."""
    earliest: date | None = None
    """First day it may have happened."""
    latest: date | None = None
    """Last day it may have happened."""
    place_name: str | None = None
    """Where."""
    lat: float | None = None
    """Degrees north."""
    lon: float | None = None
    """Degrees east."""
    place_precision: int | None = None
    """UCDP where-precision."""
    date_precision: DatePrecision = "NONE"
    """How exact the date is."""
    killed_low: int | None = None
    """Killed, the lowest figure reported."""
    killed_best: int | None = None
    """Killed, the figure best supported."""
    killed_high: int | None = None
    """Killed, the highest figure reported."""
    injured_low: int | None = None
    """Injured, the lowest figure."""
    injured_high: int | None = None
    """Injured, the highest figure."""
    reports: int
    """Events in it."""
    documents: int
    """Documents that report it."""
    independent_sources: int
    """The same, copies counted once."""
    status: Status
    """How well it is supported."""


class Report(Row, frozen=True, kw_only=True):
    """An event as a report of an incident."""

    incident_id: str
    """The incident."""
    event_id: str
    """The event."""
    confidence: float
    """How sure it is that the event belongs to it."""


class Account(Row, frozen=True, kw_only=True):
    """What one party says of an incident."""

    incident_id: str
    """The incident."""
    party: str
    """actor_id of who says it."""
    stance: Stance
    """What they hold."""
    statement_id: str
    """Where they say it."""


class Position(Value, frozen=True, kw_only=True):
    """One side of a dispute."""

    value: str
    """What they hold."""
    held_by: tuple[str, ...]
    """actor_id or publisher of each who holds it."""
    evidence: tuple[str, ...]
    """event_id or statement_id of each place that shows it."""


class Dispute(Row, frozen=True, kw_only=True):
    """Something about an incident on which accounts differ."""

    dispute_id: str
    """Hash of incident and field."""
    incident_id: str
    """The incident."""
    field: DisputeField
    """What is disputed."""
    positions: tuple[Position, ...]
    """The sides."""


class Correction(Row, frozen=True, kw_only=True):
    """A change by hand, kept in an append-only log and applied over what the coder wrote."""

    correction_id: str
    """Hash of the line of the log and of the place in it."""
    entry_id: str
    """The line of the log: all that one act of a person changed, which is undone together."""
    number: int
    """Place of that line in the log, 1 and up: corrections are applied in this order."""
    action: ReviewAction
    """What was done."""
    at: datetime
    """When, UTC."""
    by: str
    """Who."""
    table: str
    """The table; `correction` where an entry of the log is undone."""
    row_id: str
    """The row's id when it was corrected; a place or time has `document_id:start:end` for one."""
    document_id: str | None = None
    """The document whose words it is about; empty for actors, which all documents share, and for incidents."""
    start: int | None = None
    """First character of those words, as the document was coded then."""
    end: int | None = None
    """One past the last."""
    field: str | None = None
    """The column; empty where it is about the whole row."""
    old: str | None = None
    """What it was, as JSON."""
    new: str | None = None
    """What it became, as JSON."""
    reason: str
    """Why."""
    state: CorrectionState
    """`ORPHANED` where its words are gone or what it changed is no longer what the coder writes: it is not applied."""
    orphaned_by: str | None = None
    """What of its target is gone or has changed, in words."""
    applied_to: str | None = None
    """The id that the row has now, where the correction is applied to one."""
    hash: str
    """SHA-256 of the line before and this one."""


class Run(Row, frozen=True, kw_only=True):
    """One call of `read`."""

    run_id: str
    """Hash of the start and the settings."""
    at: datetime
    """When it began, UTC."""
    version: str
    """dragoman's version."""
    model: str
    """The models that coded it, with their fingerprints."""
    settings: str
    """The settings, as JSON."""
    documents: int
    """Documents added or replaced."""
    seconds: float
    """How long it took."""
    failures: int
    """Inputs that could not be read."""


class Failure(Row, frozen=True, kw_only=True):
    """An input that could not be read; the others went on."""

    run_id: str
    """The run."""
    input: str
    """The input."""
    stage: str
    """The stage that gave up."""
    error: str
    """What was wrong."""


TABLES: dict[str, type[Row]] = {
    "document": Document, "sentence": Sentence, "actor": Actor, "mention": Mention, "place": Place, "time": Time,
    "statement": Statement, "event": Event, "copy": Copy, "origin": Origin, "role": Role, "pair": Pair,
    "incident": Incident, "report": Report, "account": Account, "dispute": Dispute, "correction": Correction,
    "run": Run, "failure": Failure,
}  # fmt: skip
"""The record's tables, by name."""


class Reading(Value, frozen=True, kw_only=True):
    """All that one document yields: the rows it adds to the record."""

    document: Document
    sentences: tuple[Sentence, ...] = ()
    actors: tuple[Actor, ...] = ()
    mentions: tuple[Mention, ...] = ()
    places: tuple[Place, ...] = ()
    times: tuple[Time, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
