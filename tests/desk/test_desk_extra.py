from importlib.util import find_spec

import pytest


def test_the_desk_was_tested():
    missing = [
        name for name in ("starlette", "jinja2", "altair", "vl_convert", "multipart", "uvicorn") if not find_spec(name)
    ]
    if missing:
        pytest.skip(f"the desk was not tested: no {', '.join(missing)} here (pip install dragoman[desk])")
    from dragoman.desk.app import PAGES

    assert len({page.path for page in PAGES}) == len(PAGES) == len({page.name for page in PAGES})
