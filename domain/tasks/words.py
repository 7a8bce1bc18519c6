"""What a text consists of, to a search: words, characters of scripts without spaces, and symbols.

A text is indexed as a list of *terms* with their *positions*. Positions count words and ignore punctuation, so that the
words of "due, friday" are adjacent.

* A *word* is a run of letters, digits, marks and underscores; its first 100 characters count.
* Chinese, Japanese, Korean, Thai, Lao, Khmer, Burmese and related scripts are written without spaces, or join words:
  each character has a position, and its term is the pair of it and the next character.
* Any other visible character is a *symbol*, at the position of the word before it. Its terms are pairs of it and what
  touches it: the next symbol, or a blank that stands for any word.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from domain.tasks.folding import folded

MAX_WORD_LENGTH = 100
MAX_POSITIONS = 250
"""Only the first positions of a more frequent term count for phrases, because stores can index no more."""

WORD, PAIRED, SYMBOL, BLANK = "wps "
"""The kinds of characters."""
_FLAG_LETTER = "f"
"""Regional indicators; two of them are one symbol, a flag."""

_WRITTEN_WITHOUT_SPACES = re.compile(
    "["
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1100-\u11ff\u1780-\u17ff"  # Burmese, Hangul, Khmer
    "\u1950-\u19ff\u1a20-\u1aaf\ua980-\ua9ff\uaa60-\uaadf"  # Tai Le, New Tai Lue, Tai Tham, Javanese, Tai Viet
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u302f\u3031-\u303c\u3041-\u318f\u31a0-\u31ff"  # kana, Bopomofo, Hangul
    "\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff"  # Han, Yi, Hangul
    "\U00011700-\U0001174f\U00016fe0-\U00018cff\U0001aff0-\U0001b2ff\U00020000-\U0003ffff"  # Ahom, Tangut, kana, Han
    "]"
).match
_ASCII_KINDS = {
    ord(char): WORD if char.isalnum() or char == "_" else SYMBOL if char.isprintable() and char != " " else BLANK
    for char in map(chr, range(128))
}
_UNITS = re.compile("w+|p|ff?|s")
_KINDS = {WORD: WORD, PAIRED: PAIRED}


class Unit(NamedTuple):
    """A word, a character of a script without spaces, or a symbol."""

    kind: str
    text: str
    touches_next: bool
    """Whether no blank separates it from the next unit."""


def units(text: str) -> list[Unit]:
    """Return what a text consists of, in order."""
    text = folded(text)
    kinds = text.translate(_ASCII_KINDS) if text.isascii() else "".join(map(_kind, text))
    spans = [match.span() for match in _UNITS.finditer(kinds)]
    starts = {start for start, _ in spans}
    return [
        Unit(_KINDS.get(kinds[start], SYMBOL), text[start:end][:MAX_WORD_LENGTH], end in starts) for start, end in spans
    ]


@lru_cache(maxsize=8192)
def _kind(char: str) -> str:
    category = unicodedata.category(char)
    if category[0] == "Z" or category == "Cc":
        return BLANK
    if char == "_" or (category[0] in "LNM" and category != "Me"):
        return PAIRED if _WRITTEN_WITHOUT_SPACES(char) else WORD
    return _FLAG_LETTER if "\U0001f1e6" <= char <= "\U0001f1ff" else SYMBOL


def terms(title: str, description: str | None) -> Mapping[str, list[int]]:
    """Return every term of a task with its positions, in ascending order."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    position = 1
    for text in (title, description):
        for position, term in _positioned_terms(text, position) if text else ():  # noqa: B020 - continues from the title
            positions = found[term]
            if len(positions) < MAX_POSITIONS and (not positions or positions[-1] != position):
                positions.append(position)
        position += 1  # a gap, so that no phrase reaches from the title into the description
    return found


def _positioned_terms(text: str, position: int) -> Iterator[tuple[int, str]]:
    """Yield the terms of a text; `position` is that of symbols before its first word."""
    found = units(text)
    touched = False
    """Whether a word or a paired character touches the unit from the left."""
    for unit, following in zip(found, [*found[1:], _NOTHING], strict=False):
        kind, term, touches_next = unit
        if kind == SYMBOL:
            if touched:
                yield position, after_word(unit)
            yield position, symbol_pair(unit, following) if touches_next else term
            touched = False
            continue
        position += 1
        yield position, term + following.text if kind == following.kind == PAIRED and touches_next else term
        touched = touches_next


_NOTHING = Unit(BLANK, "", touches_next=False)


def after_word(symbol: Unit) -> str:
    """Return the term of a symbol that touches the word before it."""
    return f" {symbol.text}"


def symbol_pair(symbol: Unit, following: Unit) -> str:
    """Return the term of a symbol and what touches it."""
    return symbol.text + (following.text if following.kind == SYMBOL else " ")
