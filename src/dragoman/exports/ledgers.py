"""Of each incident what its ledger shows: its pages, who says what of it, what is disputed and who holds which answer.

Read for thousands of incidents at once: one after the other they would each be looked for in the whole record.
"""

from collections.abc import Iterator
from typing import Any

from dragoman.exports.incidents import IDS
from dragoman.exports.selection import Selection

_LEDGERS = """
    WITH chosen AS MATERIALIZED (SELECT id AS incident_id, nth FROM {block} AS block),
    found AS (SELECT DISTINCT incident_id, document_id FROM report SEMI JOIN chosen USING (incident_id)
        JOIN (SELECT event_id, document_id FROM event) USING (event_id)),
    pages AS (
        SELECT incident_id, list({'document_id': document_id, 'title': title, 'publisher': publisher,
            'published': published, 'url': url, 'origin_id': coalesce(origin_id, document_id)}
            ORDER BY published NULLS LAST, document_id) AS pages
        FROM found JOIN (SELECT document_id, title, publisher, published, url FROM document) USING (document_id)
        LEFT JOIN origin USING (document_id) GROUP BY incident_id
    ),
    said AS MATERIALIZED (SELECT account.*, statement.document_id, start, "end" FROM account
        SEMI JOIN chosen USING (incident_id) JOIN statement USING (statement_id)),
    page AS MATERIALIZED (SELECT * FROM document WHERE document_id IN (SELECT document_id FROM said)),
    accounts AS (
        SELECT incident_id, list({'party': party, 'says': actor.name, 'says_code': actor.code, 'stance': stance,
            'publisher': publisher, 'published': published,
            'quote': substr(text, (start + 1)::BIGINT, ("end" - start)::BIGINT)}
            ORDER BY actor.name, party, stance, published NULLS LAST, document_id, start, statement_id) AS accounts
        FROM said JOIN page USING (document_id) LEFT JOIN actor ON actor.actor_id = party GROUP BY incident_id
    ),
    asked AS MATERIALIZED (SELECT * FROM dispute SEMI JOIN chosen USING (incident_id)),
    held AS (
        SELECT DISTINCT dispute_id, holder FROM (SELECT dispute_id, unnest(positions) AS one FROM asked),
            LATERAL (SELECT unnest(one.held_by) AS holder)
    ),
    called AS (
        SELECT dispute_id, map_from_entries(list({'key': holder, 'value': name} ORDER BY holder)) AS names FROM (
            SELECT dispute_id, holder, name FROM held JOIN actor ON actor_id = holder UNION ALL
            SELECT dispute_id, holder, '“' || title || '”' FROM held JOIN document ON document_id = holder
            WHERE title IS NOT NULL
        ) GROUP BY dispute_id
    ),
    disputes AS (
        SELECT incident_id, list({'field': field, 'positions': positions, 'names': names} ORDER BY list_position(
            ['HAPPENED', 'RESPONSIBLE', 'KILLED', 'INJURED', 'PLACE', 'DATE'], field)) AS disputes
        FROM asked LEFT JOIN called USING (dispute_id) GROUP BY incident_id
    )
    SELECT incident_id, coalesce(pages, []) AS pages, coalesce(accounts, []) AS accounts,
        coalesce(disputes, []) AS disputes
    FROM chosen LEFT JOIN pages USING (incident_id) LEFT JOIN accounts USING (incident_id)
    LEFT JOIN disputes USING (incident_id) ORDER BY nth
"""


def read_ledgers(selection: Selection) -> Iterator[dict[str, Any]]:
    """The ledgers of the incidents that `read_incidents` gives, in its order."""
    yield from selection.in_blocks(IDS.format(incident=selection.of("incident")), _LEDGERS)
