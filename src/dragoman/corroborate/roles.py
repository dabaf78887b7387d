"""Who somebody is whom one page only names: what other pages of the time say of a bearer of the name.

One page calls her the Guyanese foreign minister, the next only Hinckson. A page's own word comes first: only actors
without a code learn, from documents that give one. The name must fit, the page must speak of the country, the dates
must not lie too far apart, and the documents must agree on the country; otherwise nothing is learned. The relation
looks at all documents at once, so that the order in which they were read changes nothing.
"""

import pyarrow as pa

from dragoman.corroborate.sql import ask

APART = 365
"""Days between two pages beyond which an office may have passed to another bearer of the name."""

_ROLES = f"""
WITH bearer AS (
    SELECT DISTINCT document_id, actor_id, kind, name, country, sector, code, document.published,
        CASE WHEN kind = 'PERSON' THEN 'PERSON' ELSE 'BODY' END AS sort,
        regexp_replace(trim(lower(strip_accents(replace(name, '.', '')))), '^(the|a|an) ', '') AS folded
    FROM mention JOIN actor USING (actor_id) JOIN document USING (document_id)
    WHERE how IN ('NAME', 'ALIAS') AND kind IN ('PERSON', 'ORGANISATION', 'GROUP')
), named AS (
    SELECT *, string_split(folded, ' ')[-1] AS surname, len(string_split(folded, ' ')) AS words,
        CASE WHEN contains(folded, ' ') THEN string_split(folded, ' ')[1] END AS given
    FROM bearer
), spoken_of AS (
    SELECT DISTINCT document_id, country FROM mention JOIN actor USING (actor_id) WHERE country IS NOT NULL
), fitting AS (
    SELECT learner.document_id, learner.actor_id, teacher.document_id AS told_in, teacher.actor_id AS known_as,
        teacher.name, teacher.country, teacher.sector, teacher.code, teacher.words,
        CASE WHEN learner.sort = 'PERSON' THEN teacher.given END AS given
    FROM named AS learner JOIN named AS teacher
        ON learner.code IS NULL AND teacher.code IS NOT NULL AND learner.document_id <> teacher.document_id
        AND learner.sort = teacher.sort AND learner.surname = teacher.surname
        AND (learner.country IS NULL OR learner.country = teacher.country)
        AND CASE learner.sort
            WHEN 'PERSON' THEN learner.words = 1 OR teacher.words = 1 OR learner.given = teacher.given
                OR (left(learner.given, 1) = left(teacher.given, 1)
                    AND least(len(learner.given), len(teacher.given)) = 1)
            ELSE learner.folded = teacher.folded OR (learner.words = 1 AND teacher.kind = 'GROUP') END
        AND coalesce(abs(date_diff('day', learner.published, teacher.published)) <= {APART}, true)
    WHERE (teacher.country IS NULL
            OR (learner.document_id, teacher.country) IN (SELECT (document_id, country) FROM spoken_of))
        AND NOT EXISTS (
            SELECT 1 FROM named AS other
            WHERE other.document_id = learner.document_id AND other.surname = learner.surname
                AND other.sort = learner.sort AND other.actor_id <> learner.actor_id
        )
), counted AS (
    SELECT *, count(DISTINCT told_in) OVER (PARTITION BY document_id, actor_id, code) AS times,
        min(coalesce(country, code)) OVER whole = max(coalesce(country, code)) OVER whole
            AND coalesce(min(given) OVER whole = max(given) OVER whole, true) AS agreed
    FROM fitting WINDOW whole AS (PARTITION BY document_id, actor_id)
)
SELECT document_id, actor_id, known_as, name, country, sector, code, times AS documents,
    round(times / (times + 0.5), 3) AS confidence
FROM counted WHERE agreed
QUALIFY row_number() OVER (
    PARTITION BY document_id, actor_id ORDER BY times DESC, words DESC, code, known_as, told_in
) = 1
ORDER BY document_id, actor_id
"""

_TAUGHT = """
WITH taught AS (
    SELECT document_id, map_from_entries(list((actor_id, code) ORDER BY actor_id)) AS codes
    FROM role GROUP BY document_id
)
SELECT event.* REPLACE (
    list_transform(actors, lambda one: {actor_id: one.actor_id, code: coalesce(one.code, codes[one.actor_id]),
        start: one.start, "end": one."end"}) AS actors,
    list_transform(recipients, lambda one: {actor_id: one.actor_id, code: coalesce(one.code, codes[one.actor_id]),
        start: one.start, "end": one."end"}) AS recipients
) FROM event LEFT JOIN taught USING (document_id) ORDER BY event.document_id, trigger_start, event_id
"""


def learn_roles(document: pa.Table, actor: pa.Table, mention: pa.Table) -> pa.Table:
    """The table `role`: a row for each actor of a document whom other documents know better.

    `known_as` is the actor whose code it takes, the fullest name of those that most `documents` bear out; `confidence`
    grows with them. Nothing is learned where documents differ on the country, nor where a page names two of the name.
    """
    tables = {"document": document, "actor": actor, "mention": mention}
    return ask(_ROLES, tables, *tables).to_arrow_table()


def teach_events(event: pa.Table, role: pa.Table) -> pa.Table:
    """The events with the codes that their participants have by `role`, where they had none; all else is as it was."""
    tables = {"event": event, "role": role}
    return ask(_TAUGHT, tables, *tables).to_arrow_table().cast(event.schema)
