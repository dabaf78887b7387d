"""A record of a few invented pages, ways to code it again, and what it says."""

import json

PAGES = [
    {"id": "1", "publisher": "Port Courier", "published": "2031-05-01", "text": "Arland struck Borduria near Zell\n"},
    {"id": "2", "publisher": "The Ledger", "published": "2031-05-02", "text": "Arland struck Borduria near Zell\n"},
    {"id": "3", "publisher": "Evening Hour", "published": "2031-05-20", "text": "Zoë met Borduria\n\n😀 ok\n"},
    {"id": "4", "publisher": "Hill Post", "published": "2031-06-09", "text": "Borduria helped Mr Vale\n\nfin\n"},
    {"id": "5", "publisher": "Far Times", "published": "2031-08-01", "text": "Arland struck Borduria at Mor\n"},
]


class Desk:
    """A record, its review, and what it says."""

    def __init__(self, folder, pages):
        self.folder, self.pages = folder, pages

    def code(self, build="build", pages=None):
        from dragoman.engines.runs import read_into
        from dragoman.settings import Settings

        source = self.folder.with_suffix(".jsonl")
        source.write_text("".join(json.dumps(page) + "\n" for page in pages or self.pages))
        read_into(self.folder, [str(source)], Settings(jobs=0), build=f"recodings:{build}")
        return self

    @property
    def review(self):
        from dragoman.review import Review

        return Review(self.folder)

    def ask(self, query, *parameters):
        from dragoman.record import Record

        with Record(self.folder) as record:
            return record.sql(query, params=list(parameters)).fetchall()

    def event(self, page, field="event_id"):
        """A cell of the one event of a page."""
        query = f"SELECT {field} FROM event JOIN document USING (document_id) WHERE external_id = $1"
        ((value,),) = self.ask(query, str(page))
        return value

    def incident(self, page):
        query = "SELECT incident_id FROM report JOIN event USING (event_id) JOIN document USING (document_id)"
        ((value,),) = self.ask(f"{query} WHERE external_id = $1", str(page))
        return value

    def actor(self, name):
        ((value,),) = self.ask("SELECT actor_id FROM actor WHERE name = $1", name)
        return value

    def state(self):
        """All that the record says, but for ids and offsets, which a recode may change."""
        return {
            "event": self.ask(
                """SELECT external_id, type, quad, realis, killed_low, earliest::VARCHAR,
                    list_transform(actors, lambda one: one.actor_id), list_transform(recipients, lambda one: one.code)
                FROM event JOIN document USING (document_id) ORDER BY ALL"""
            ),
            "statement": self.ask(
                "SELECT external_id, act, speaker FROM statement JOIN document USING (document_id) ORDER BY ALL"
            ),
            "mention": self.ask(
                "SELECT external_id, mention.text, actor_id FROM mention JOIN document USING (document_id) ORDER BY ALL"
            ),
            "actor": self.ask("SELECT * FROM actor ORDER BY ALL"),
            "incidents": self.ask(
                """SELECT list(external_id ORDER BY external_id), any_value(incident.place_name) FROM report
                JOIN event USING (event_id) JOIN document USING (document_id) JOIN incident USING (incident_id)
                GROUP BY incident_id ORDER BY ALL"""
            ),
            "states": self.ask("SELECT number, action, field, state FROM correction ORDER BY ALL"),
        }
