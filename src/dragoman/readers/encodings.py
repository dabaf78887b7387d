"""From bytes to characters, and telling text from what is none."""

import codecs
import re

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive inside another"),
    (b"BZh", "a bzip2 archive inside another"),
    (b"\xfd7zXZ", "an xz archive inside another"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard archive inside another"),
    (b"\x04\x22\x4d\x18", "an LZ4 archive inside another"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"OggS", "a sound or film"),
    (b"ID3", "a sound recording"),
)
_MEDIA = frozenset(("a PNG image", "a JPEG image", "a GIF image", "a program", "a sound or film", "a sound recording"))
_RIFF = {b"WEBP": "a WebP image", b"WAVE": "a sound recording", b"AVI ": "a film"}
_TAR_AT = 257
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r\x0b\x0c\x1b"))
_CONTROL_SHARE = 0.05  # random bytes have a tenth of them, text with a stray NUL far less
_SURROGATE = re.compile("[\ud800-\udfff]")
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_DECLARED_WITHIN = 4096
_NO_CHARSETS = frozenset((
    "base64", "bz2", "hex", "idna", "punycode", "quopri", "raw-unicode-escape", "rot-13", "undefined",
    "unicode-escape", "utf-7", "uu", "zlib",
))  # fmt: skip
"""Names that Python knows and no page means."""


def find_byte_order_mark(raw: bytes) -> tuple[int, str] | None:
    """Length of the byte order mark and the encoding it announces."""
    return next(((len(mark), name) for mark, name in _BYTE_ORDER_MARKS if raw.startswith(mark)), None)


def name_binary(head: bytes) -> str | None:
    """What the first bytes of a file are, in words, if they are not text."""
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head.startswith(b"RIFF") and head[8:12] in _RIFF:
        return _RIFF[head[8:12]]
    if head.startswith(b"ustar", _TAR_AT):
        return "a tar archive"
    if find_byte_order_mark(head):
        return None
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return "binary data" if controls > max(1, _CONTROL_SHARE * len(head)) else None


def name_media(head: bytes) -> str | None:
    """What the first bytes of a file are, in words, if they are a picture, a sound, a film or a program."""
    name = name_binary(head)
    return name if name in _MEDIA or name in _RIFF.values() else None


def decode(raw: bytes, *, declared: str | None = None) -> str:
    """The characters: by byte order mark, else UTF-8, else as `declared`, else Windows-1252.

    UTF-8 goes before the declaration because text in another encoding is hardly ever valid UTF-8 by accident, and
    false declarations are common. What cannot be decoded shows as U+FFFD, one for each bad byte or sequence.
    """
    if mark := find_byte_order_mark(raw):
        return raw[mark[0] :].decode(mark[1], "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_broken(raw, declared)


def _decode_broken(raw: bytes, declared: str | None) -> str:
    lenient = raw.decode("utf-8", "replace")
    bad = lenient.count("\ufffd")
    if len(raw) - len(lenient) > 2 * bad:  # most bytes outside ASCII form whole characters: UTF-8 with damage
        return lenient
    return raw.decode(_known_encoding(declared) or "cp1252", "replace")


def _known_encoding(declared: str | None) -> str | None:
    """Python's name for a declared charset; Latin-1 and ASCII mean Windows-1252 on the web (WHATWG Encoding)."""
    try:
        name = codecs.lookup(declared or "").name
    except (LookupError, ValueError):  # a NUL in it
        return None
    if name.replace("_", "-") in _NO_CHARSETS:
        return None
    return {"iso8859-1": "cp1252", "ascii": "cp1252", "utf-8": None}.get(name, name)


def find_declared_charset(raw: bytes) -> str | None:
    """The charset that an HTML page declares in its `meta` elements."""
    match = _DECLARED.search(raw[:_DECLARED_WITHIN])
    return match[1].decode("ascii") if match else None


def repair_surrogates(text: str) -> str:
    """The text with U+FFFD for each lone surrogate, which JSON may carry and no file can; its length is kept."""
    return _SURROGATE.sub("\ufffd", text)
