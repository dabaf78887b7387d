"""Charts of a record as Altair specifications, and as pictures for a page that may run no script.

`figures` asks the record, `timeline`, `world`, `pair` and `bars` draw what it answers, `svg` makes the picture.
"""
