"""The pages, a module each; `desk/page.py` says how one is added."""
