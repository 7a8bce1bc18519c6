"""The order of titles that a person expects, as a key that compares by code point.

One definition for every store: a key is computed here and stored, so no collation of a server is involved, and a page
is read in order from an index everywhere.
"""

import re
import unicodedata
from functools import lru_cache

from domain.tasks.folding import folded

MAX_KEY_LENGTH = 600
"""Code points; four bytes each still fit into an index. Titles that differ only behind them are ordered by id."""

_PARTS = re.compile(r"(?P<blank>\s+)|(?P<number>\d+)|(?P<letters>[^\W\d_]+)|(?P<other>.)", re.DOTALL)
_NEXT_LEVEL = "\x01"
_BLANK, _SYMBOL, _NUMBER = " ", "!", "0"
"""Blanks come before symbols, symbols before numbers, numbers before letters."""
_LENGTHS = 0x100
_KATAKANA, _HIRAGANA = 0x30A1, 0x3041
_HIRAGANA_OF_KATAKANA = {_KATAKANA + letter: _HIRAGANA + letter for letter in range(0x56)}


def title_key(title: str) -> str:
    """Return the sort key of a title.

    Letters compare regardless of case and accents, numbers by value. Only between titles that are equal in that do
    accents count, then case: lower case first.
    """
    plain = folded(title).translate(_HIRAGANA_OF_KATAKANA)
    key = "".join(map(_part_key, _PARTS.finditer(plain)))
    if title != plain:
        accented = unicodedata.normalize("NFKD", title.casefold())
        accents = "" if accented == plain else accented
        key = f"{key}{_NEXT_LEVEL}{accents}{_NEXT_LEVEL}{title.swapcase()}"
    return key[:MAX_KEY_LENGTH]


def _part_key(part: re.Match[str]) -> str:
    text = part[0]
    match part.lastgroup:
        case "blank":
            return _BLANK
        case "number":
            digits = "".join(str(unicodedata.decimal(digit)) for digit in text).lstrip("0")
            return _NUMBER + chr(_LENGTHS + len(digits)) + digits
        case "letters":
            return text
        case _:
            return _other_key(text)


@lru_cache(maxsize=1024)
def _other_key(char: str) -> str:
    """Return the key of a mark, which is part of a word, or of a symbol."""
    return char if unicodedata.category(char)[0] in "MN" else _SYMBOL + char
