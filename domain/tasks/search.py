"""Full-text search: what a query means, and when a task matches it.

This is the specification: the memory store runs it, the PostgreSQL store translates it. `domain.tasks.words` defines
what the terms of a task and their positions are.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Self

from attrs import frozen

from domain.errors import InvalidInput
from domain.tasks.words import BLANK, PAIRED, SYMBOL, WORD, Unit, after_word, symbol_pair, terms, units
from domain.text import TextRule

MAX_CONDITIONS = 10
"""In one search, so that its cost has a bound."""
MIN_PREFIX = 2
"""A word of fewer characters matches whole words only: there is no bound for what begins with one letter."""

SEARCH_TEXT = TextRule(max_length=200)
_CONDITION = re.compile(r'(?P<excluded>-?)(?:"(?P<phrase>[^"]*)"?|(?P<words>\S+))')
_TYPED_QUOTES = str.maketrans(dict.fromkeys("“”„‟＂", '"'))  # noqa: RUF001 - keyboards put them for "
_SEARCHABLE = re.compile(r"\w|[^\x00-\x7f]")
_OPENING, _MEANT = "'\"¿¡", "#%&*@/\\"
"""Punctuation that may open a sentence, and punctuation that is meant even after the last word."""


@frozen
class Part:
    """A term that must occur at some distance from the others of its condition."""

    term: str
    position: int
    """Counted from any start; only distances matter."""
    prefix: bool = False
    """Whether every term counts that begins with this one."""

    def positions(self, index: Mapping[str, list[int]]) -> set[int]:
        """Return where the condition would have to start for this part to be at its position."""
        found: Iterable[int] = index.get(self.term, ())
        if self.prefix:
            found = chain.from_iterable(index[term] for term in index if term.startswith(self.term))
        return {position - self.position for position in found}


@frozen
class Condition:
    """Words, characters and symbols that must occur side by side, or must not."""

    parts: tuple[Part, ...]
    """By position."""
    excluded: bool = False

    def matches(self, index: Mapping[str, list[int]]) -> bool:
        """Return whether the terms of a task, with their positions, meet the condition."""
        return bool(set.intersection(*(part.positions(index) for part in self.parts))) is not self.excluded


@frozen
class Search:
    """A search such as `report quart "due friday" -draft`; all conditions must hold."""

    conditions: tuple[Condition, ...]

    @classmethod
    def parsed(cls, raw: str) -> Self:
        """Parse a search; raise `InvalidInput` (empty path) if it has nothing to search for, or too many conditions."""
        text = SEARCH_TEXT(raw).translate(_TYPED_QUOTES)
        conditions = tuple(filter(None, map(_condition, _CONDITION.finditer(text))))
        if not any(map(_visible, text)):
            raise InvalidInput.of("no-words", "must contain a letter, a digit or a symbol to search for")
        if len(conditions) > MAX_CONDITIONS:
            limit = f"must have at most {MAX_CONDITIONS} words and phrases, has {len(conditions)}"
            raise InvalidInput.of("too-many-words", limit)
        return cls(conditions)

    def matches(self, title: str, description: str | None) -> bool:
        """Return whether a task with these texts matches."""
        index = terms(title, description)
        return all(condition.matches(index) for condition in self.conditions)


def _visible(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] not in "ZM" and category not in ("Cc", "Cf")


def _condition(found: re.Match[str]) -> Condition | None:
    """Return a condition, None if it contains nothing visible."""
    raw, phrase, text = found[0], found["phrase"], found["words"]
    excluded = bool(found["excluded"])
    if phrase is not None:
        parts = _parts(phrase, prefix=False)
    elif excluded and (text.startswith("-") or not _SEARCHABLE.search(text)):
        parts, excluded = _parts(raw, prefix=True), False  # an arrow or an option of a command, not an exclusion
    else:
        parts = _parts(_without_sentence_marks(text.removesuffix("*")), prefix=True)
    if not parts:  # nothing but syntax, such as "" or *: search for what was typed
        parts, excluded = _parts(raw, prefix=False), False
    return Condition(parts, excluded=excluded) if parts else None


def _without_sentence_marks(text: str) -> str:
    """Remove the punctuation of a sentence around a word: `(draft),` is the word `draft`, `?!` stays as it is."""
    start, end = 0, len(text)
    while start < end and (text[start] in _OPENING or unicodedata.category(text[start]) in ("Ps", "Pi", "Pf")):
        start += 1
    while start < end and unicodedata.category(text[end - 1])[0] == "P" and text[end - 1] not in _MEANT + "_":
        end -= 1
    return text[start:end] or text


def _parts(text: str, *, prefix: bool) -> tuple[Part, ...]:
    """Return what a text consists of, as parts of a condition; with `prefix`, its last word may be unfinished."""
    found = units(text)
    parts: list[Part] = []
    position = 0
    touched = _NOTHING
    """The unit that touches the present one from the left."""
    for index, unit in enumerate(found):
        following = found[index + 1] if unit.touches_next else _NOTHING
        position += unit.kind != SYMBOL
        if unit.kind == SYMBOL:
            parts += _parts_of_symbol(unit, touched, following, position)
        elif unit.kind == WORD:
            unfinished = prefix and unit is found[-1] and len(unit.text) >= MIN_PREFIX
            parts.append(Part(unit.text, position, prefix=unfinished))
        elif following.kind == PAIRED:
            parts.append(Part(unit.text + following.text, position))
        elif touched.kind != PAIRED:
            parts.append(Part(unit.text, position, prefix=True))
        touched = unit if unit.touches_next else _NOTHING
    return tuple(dict.fromkeys(parts))


def _parts_of_symbol(symbol: Unit, touched: Unit, following: Unit, position: int) -> Iterator[Part]:
    if touched.kind in (WORD, PAIRED):
        yield Part(after_word(symbol), position)
    if following is not _NOTHING:
        yield Part(symbol_pair(symbol, following), position)
    elif touched is _NOTHING:
        yield Part(symbol.text, position, prefix=True)


_NOTHING = Unit(BLANK, "", touches_next=False)
