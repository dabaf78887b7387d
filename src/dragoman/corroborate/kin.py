"""What the relations say of each document: whose copy it is, and its story. The table `kin`."""

import pyarrow as pa

from dragoman.corroborate.sql import ask

_KIN = """
SELECT document.document_id, min_by(copy.original, (-copy.containment, copy.original)) AS copy_of, story.story_id
FROM document LEFT JOIN (SELECT * FROM copy WHERE relation IN ('COPY', 'PART')) AS copy USING (document_id)
LEFT JOIN story USING (document_id)
GROUP BY document.document_id, story.story_id ORDER BY document.document_id
"""


def gather_kin(document: pa.Table, copy: pa.Table, story: pa.Table) -> pa.Table:
    """The table `kin`: `document_id`, `copy_of`, `story_id`; of several originals the one most of its words are in."""
    return ask(_KIN, {"document": document, "copy": copy, "story": story}, "document", "copy", "story").to_arrow_table()
