"""Words of an article on a terminal: harmless, and marked by span."""

from collections.abc import Iterable

from rich.text import Text

Marked = tuple[int, int, str]
"""First character, one past the last, style."""

SPEAKER, CUE, CONTENT = "bold cyan", "bold yellow", "green"
TRIGGER, ACTOR, RECIPIENT, PLACE, TIME = "bold red", "cyan", "magenta", "blue", "yellow"
QUIET = "dim"

# controls, and the marks that turn the direction of writing, could make a terminal show or do what is not there
_HARMFUL = [*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
_HARMLESS = {**dict.fromkeys(_HARMFUL, "\N{REPLACEMENT CHARACTER}"), **{ord(space): " " for space in "\t\r\n\v\f"}}
_HARMLESS_LINES = {**_HARMLESS, ord("\n"): "\n"}
# half a surrogate pair cannot be written to any terminal
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\N{REPLACEMENT CHARACTER}")


def make_harmless(text: str, *, lines: bool = False) -> str:
    """The text, as long as it was, without anything a terminal obeys; `lines` keeps its line breaks."""
    return text.translate((_HARMLESS_LINES if lines else _HARMLESS) | _SURROGATES)


def mark(text: str, spans: Iterable[Marked], offset: int = 0, *, lines: bool = False) -> Text:
    """The words with styles over the spans; `offset` is where in its document the text begins."""
    marked = Text(make_harmless(text, lines=lines))
    for start, end, style in spans:
        if end > offset and start < offset + len(text):
            marked.stylize(style, max(0, start - offset), min(len(text), end - offset))
    return marked


def quote(text: str, spans: Iterable[Marked], offset: int = 0) -> Text:
    """The words on one line between marks that pages seldom use, for the words have quotation marks of their own."""
    return Text.assemble(("«", QUIET), mark(text, spans, offset), ("»", QUIET))


def plain(value: object, style: str = "") -> Text:
    """Any value as text that is not markup."""
    return Text(make_harmless(str(value)), style=style)
