from tools.gallery import CASE, NOTHING, PAGE, page

TEXT = PAGE.read_text("utf-8")


def test_gallery_shows_what_the_program_reads() -> None:
    assert page() == TEXT, "run: python -m tools.gallery"


def test_gallery_has_every_case_read() -> None:
    cases = list(CASE.finditer(TEXT))
    assert len(cases) >= 15
    assert all("|" in case.group() or NOTHING in case.group() for case in cases)


def test_gallery_quotes_the_page() -> None:
    for case in CASE.finditer(TEXT):
        for row in case.group().splitlines():
            if row.startswith("| ") and not row.startswith(("| source", "| ---")):
                for piece in row.split(" | ")[2].replace(" ¶ ", " … ").split(" … "):
                    assert piece in case["text"]
