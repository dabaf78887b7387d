"""The analyst's web desk over a record: pages made on the server, every claim a click from its words.

    from dragoman.desk.app import make_app
    app = make_app("demo")

The way through it, from the request in: `security` refuses what comes from elsewhere, `sessions` knows who asks,
`asking` reads what is asked from the address, a module of `pages` makes the model from the record, a template of the
same name shows it, and `answers` sends it, or its tables and charts for download. How a page is added: `desk/page.py`.
`holding` holds the record open and lets go of it while a correction is written; `following` has incidents made anew.
"""
