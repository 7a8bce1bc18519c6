"""Full-text search: what a word is, what a query means, and when a task matches it.

This is the specification: the memory store runs it, the PostgreSQL store translates it.

A *word* is a run of letters, digits, marks and underscores, compared in NFKC
case-folded form by its first 100 characters. Title and description are
searched as one list of words with a gap between them.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Self

from attrs import frozen

from domain.errors import InvalidInput
from domain.text import TextRule

MAX_WORD_LENGTH = 100
MAX_POSITIONS = 250
"""Only the first positions of a more frequent word count for phrases, because stores can index no more."""

SEARCH_TEXT = TextRule(max_length=200)
_ASCII_WORD = re.compile(r"[a-z0-9_]+")
_TERM = re.compile(r'(?P<excluded>-?)(?:"(?P<phrase>[^"]*)"?|(?P<words>\S+))')


def words(text: str) -> list[str]:
    """Return the words of a text, in order."""
    folded = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    if folded.isascii():
        return [word[:MAX_WORD_LENGTH] for word in _ASCII_WORD.findall(folded)]
    spaced = "".join(char if _in_word(char) else " " for char in folded)
    return [word[:MAX_WORD_LENGTH] for word in spaced.split(" ") if word]


def _in_word(char: str) -> bool:
    return char == "_" or unicodedata.category(char)[0] in "LNM"


def positions(title: str, description: str | None) -> Mapping[str, list[int]]:
    """Return every word of a task with its positions, counted from 1."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for place, word in enumerate([*words(title), None, *words(description or "")], start=1):
        if word is not None and len(found[word]) < MAX_POSITIONS:
            found[word].append(place)
    return found


@frozen
class Term:
    """One condition of a search: adjacent words that must occur, or must not."""

    words: tuple[str, ...]
    prefix: bool = False
    """Whether the last word matches as a prefix."""
    excluded: bool = False

    def matches(self, index: Mapping[str, list[int]]) -> bool:
        """Return whether the words of a task, with their positions, meet the condition."""
        return any(self._starts_of(index)) is not self.excluded

    def _starts_of(self, index: Mapping[str, list[int]]) -> Iterator[bool]:
        *rest, last = self.words
        ends = (
            {place for word, at in index.items() if word.startswith(last) for place in at}
            if self.prefix
            else set(index.get(last, ()))
        )
        for end in ends:
            first = end - len(rest)
            yield all(first + step in index.get(word, ()) for step, word in enumerate(rest))


@frozen
class Search:
    """A search such as `report quart* "due friday" -draft`; all terms must match."""

    terms: tuple[Term, ...]

    @classmethod
    def parsed(cls, raw: str) -> Self:
        """Parse a search; raise `InvalidInput` (empty path) if it contains no word."""
        terms: list[Term] = []
        for found in _TERM.finditer(SEARCH_TEXT(raw)):
            phrase = found["phrase"]
            text = found["words"] if phrase is None else phrase
            if parts := words(text):
                prefix = phrase is None and text.endswith("*")
                terms.append(Term(tuple(parts), prefix=prefix, excluded=bool(found["excluded"])))
        if not terms:
            raise InvalidInput.of("no-words", "must contain at least one word")
        return cls(tuple(terms))

    def matches(self, title: str, description: str | None) -> bool:
        """Return whether a task with these texts matches."""
        index = positions(title, description)
        return all(term.matches(index) for term in self.terms)
