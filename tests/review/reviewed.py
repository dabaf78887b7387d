"""A record of a few invented pages, ways to code it again, and what it says."""

import json
from contextlib import closing

from dragoman.engines import runs
from dragoman.record import Record
from dragoman.review import Review
from dragoman.settings import Settings
from dragoman.store.database import connect_to_read

PAGES = [
    {"id": "1", "publisher": "Port Courier", "published": "2031-05-01", "text": "Arland struck Borduria near Zell\n"},
    {"id": "2", "publisher": "The Ledger", "published": "2031-05-01", "text": "Arland struck Borduria by Zell\n"},
    {"id": "3", "publisher": "Evening Hour", "published": "2031-05-20", "text": "Zoë met Borduria\n\n😀 ok\n"},
    {"id": "4", "publisher": "Hill Post", "published": "2031-06-09", "text": "Borduria helped Vale\n\nfin\n"},
    {"id": "5", "publisher": "Far Times", "published": "2031-08-01", "text": "Arland struck Borduria at Mor\n"},
]

_STATE = {
    "event": """SELECT external_id, type, quad, realis, killed_low, earliest::VARCHAR, event.time IS NULL,
        list_transform(actors, lambda one: (one.actor_id, one.code)),
        list_transform(recipients, lambda one: (one.actor_id, one.code)) FROM event""",
    "statement": "SELECT external_id, act, speaker, medium FROM statement",
    "mention": "SELECT external_id, mention.text, actor_id FROM mention",
    "place": "SELECT external_id, place.text, name FROM place",
    "document": "SELECT external_id, title FROM document",
}


class Desk:
    """A record and its review."""

    def __init__(self, folder, pages=PAGES):
        self.folder, self.pages = folder, pages

    def code(self, build="build", pages=None):
        source = self.folder.with_suffix(".jsonl")
        source.write_text("".join(json.dumps(page) + "\n" for page in pages or self.pages))
        runs.read_into(self.folder, [str(source)], Settings(jobs=0), build=f"recodings:{build}")
        return self

    @property
    def review(self):
        return Review(self.folder)

    def ask(self, query, *parameters):
        """Rows of the database as the review has brought it up to date."""
        with self.review.open() as connection:
            return connection.execute(query, list(parameters)).fetchall()

    def cell(self, table, page, column):
        """A cell of the first row of a table on a page."""
        pages = "(SELECT document_id, external_id AS page FROM document)"
        query = f"SELECT one.{column} FROM {table} AS one JOIN {pages} USING (document_id) WHERE page = $1"
        return self.ask(f"{query} ORDER BY 1 LIMIT 1", str(page))[0][0]

    def event(self, page):
        return "event/" + self.cell("event", page, "event_id")

    def statement(self, page):
        return "statement/" + self.cell("statement", page, "statement_id")

    def mention(self, page, text):
        query = "SELECT mention_id FROM mention JOIN document USING (document_id) WHERE external_id = $1"
        ((value,),) = self.ask(f"{query} AND mention.text = $2", str(page), text)
        return "mention/" + value

    def actor(self, name):
        ((value,),) = self.ask("SELECT actor_id FROM actor WHERE name = $1", name)
        return "actor/" + value

    def state(self):
        """All that the record says, but for ids and offsets, which a recode may change."""
        queries = {
            name: f"{query} {'' if name == 'document' else 'JOIN document USING (document_id)'} ORDER BY ALL"
            for name, query in _STATE.items()
        }
        queries["actor"] = "SELECT * FROM actor ORDER BY ALL"
        queries["correction"] = "SELECT number, action, field, state FROM correction ORDER BY ALL"
        with self.review.open() as connection:
            return {name: connection.execute(query).fetchall() for name, query in queries.items()}

    def incidents(self):
        """The pages of each incident, once the relations are made."""
        with Record(self.folder) as record:
            return record.sql(
                "SELECT list(external_id ORDER BY external_id) AS pages FROM report JOIN event USING (event_id)"
                " JOIN document USING (document_id) GROUP BY incident_id ORDER BY ALL"
            ).fetchall()

    def incident(self, page):
        with Record(self.folder) as record:
            query = "SELECT incident_id FROM report JOIN event USING (event_id) JOIN document USING (document_id)"
            ((value,),) = record.sql(f"{query} WHERE external_id = $1", params=[str(page)]).fetchall()
        return "incident/" + value

    def told(self):
        """Action, column, state and why it is orphaned, of each correction."""
        return [(one.action, one.field, one.state, one.orphaned_by) for one in self.review.log()]

    def raw(self, query):
        """Rows of the database file as it lies there."""
        with closing(connect_to_read(self.folder / "record.duckdb")) as connection:
            return connection.execute(query).fetchall()


def review_much(desk):
    """A correction of every sort that stands on words or actors."""
    desk.review.edit(desk.event(1), {"type": "COERCE", "killed_low": 7, "recipients": "Borduria"}, by="ana")
    desk.review.reject(desk.event(5), by="ana", reason="an exercise")
    desk.review.accept(desk.event(3), by="bo")
    desk.review.edit(desk.statement(3), {"act": "DENY", "medium": "on the radio"}, by="bo")
    desk.review.edit(desk.event(1), {"killed_low": 8}, by="bo", reason="a later count")
    desk.review.merge([desk.actor("Arland"), desk.actor("Zoë")], by="ana", reason="she speaks for it")
    port = {"name": "Port of Borduria", "kind": "ORGANISATION", "code": "BOR BUS"}
    desk.review.split(desk.actor("Borduria"), [desk.mention(4, "Borduria")], into=port, by="ana")
    desk.review.edit(desk.actor("Vale"), {"code": "ARL CVL"}, by="bo")
    wrong = desk.review.reject(desk.event(2), by="bo")
    desk.review.undo(wrong.entry_id, by="ana", reason="it is one")
    place = f"place/{desk.cell('document', 2, 'document_id')}:{desk.cell('place', 2, 'start')}"
    desk.review.edit(place, {"name": "Zell"}, by="ana")
    desk.review.edit("document/" + desk.cell("document", 4, "document_id"), {"title": "Help"}, by="ana")
    return desk
