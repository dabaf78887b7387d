"""A person's word over the coder's: accept, reject, edit, merge, split, undo, and what came of it.

    from dragoman.review import Review

    review = Review("demo")
    entry = review.edit("event/3f9a", {"type": "COERCE", "killed_low": 2}, by="ana", reason="arrests, no strike")
    review.accept("statement/81c0", by="ana")
    review.reject("event/77de", by="ana", reason="a film")
    review.merge(["actor/51ab", "actor/90fe"], by="ana", reason="one man")           # the first is kept
    review.split("incident/8ac1", ["event/3f9a"], by="ana", reason="another day")
    review.undo(entry.entry_id, by="ana", reason="was right after all")
    review.log(), review.orphans(), review.queue("event")

    coding = DoubleCoding("demo")                        # blind: nobody sees what another said
    sample = coding.assign(["ana", "bo"], 50, seed=1)
    task = coding.next("ana")
    coding.code("ana", task.row_id, {"type": "AID", "realis": "ACTUAL"})
    measure(sample, coding.codings(sample.sample_id))    # Krippendorff's alpha by column

Rows are named `table/id`, or by the id alone; the first letters of an id do where no other begins with them. A place or
a time is `place/DOCUMENT:START:END`. Every act is one line of `corrections.jsonl`, on the disk before the call returns;
the database follows at once, or, where another process is writing to it, when that ends. What follows from all
documents together (incidents) is made anew by whoever opens the record next. What cannot be done raises ReviewError
with words for the person who asked; nothing is written then.
"""

from dragoman.review.agreement import Agreement, measure
from dragoman.review.reviewing import Review
from dragoman.review.rows import ReviewError, Target
from dragoman.review.samples import DoubleCoding, Sample, Task
from dragoman.store.corrections import Entry

__all__ = [
    "Agreement", "DoubleCoding", "Entry", "Review", "ReviewError", "Sample", "Target", "Task", "measure",
]  # fmt: skip
