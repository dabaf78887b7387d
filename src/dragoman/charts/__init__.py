"""Charts of a record as specifications in Vega-Lite, and as pictures for a page that may run no script.

`figures` asks the record, `timeline`, `world`, `pair` and `bars` draw what it answers, `svg` makes the picture.
"""
