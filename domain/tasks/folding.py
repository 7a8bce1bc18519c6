"""Folding: the form of a text in which letters compare regardless of case, accents and width."""

import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    dict(zip("\u0131łøđðħŧŋ", "iloddhtn", strict=True))
    | {"æ": "ae", "œ": "oe", "þ": "th"}
    | dict.fromkeys("‘’ʼ′", "'")  # noqa: RUF001 - characters that look alike are the point
    | dict.fromkeys("‐‒–—―−", "-")  # noqa: RUF001
    | dict.fromkeys("“”„‟«»″", '"')
    | {"⁄": "/"}  # noqa: RUF001
)
"""Letters whose stroke, ligature or missing dot Unicode does not decompose; typographic punctuation."""

_ACCENTS = frozenset({1, *range(10, 37), *range(202, 241)})
"""Canonical combining classes of the marks that are left out: overlays, Hebrew and Arabic points, and what is above or
below a letter. The vowels and viramas of Indic and Southeast Asian scripts and the voicing marks of kana are kept."""

_KEYCAP = "\u20e3"
_VARIATION_SELECTORS = ("\ufe00", "\ufe0f"), ("\U000e0100", "\U000e01ef"), ("\u180b", "\u180d"), ("\u034f", "\u034f")
_FLAG_TAGS = ("\U000e0020", "\U000e007f")


def folded(text: str) -> str:
    """Return the folded form of a text: compatibility forms replaced (NFKC), lower case, without accents.

    Invisible format characters and variation selectors are left out, so that a soft hyphen or the style of an emoji
    makes no difference. Folding a folded text changes nothing.
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", "".join(map(_folded_character, text)))


@lru_cache(maxsize=8192)
def _folded_character(char: str) -> str:
    if char.isascii():
        return char.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    kept = "".join(part for part in decomposed if not _left_out(part)).translate(_LETTERS)
    # A spacing accent decomposes into a blank and an accent; alone it is a symbol that can be searched for.
    return kept if kept.strip() or unicodedata.category(char)[0] not in "LNPS" else char


def _left_out(char: str) -> bool:
    category = unicodedata.category(char)
    if category == "Cf":
        return not _FLAG_TAGS[0] <= char <= _FLAG_TAGS[1]
    if category == "Me":
        return char != _KEYCAP
    return category == "Mn" and (
        unicodedata.combining(char) in _ACCENTS or any(first <= char <= last for first, last in _VARIATION_SELECTORS)
    )
