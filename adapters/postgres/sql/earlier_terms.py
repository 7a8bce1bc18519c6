"""The column `words` as the release before defines it, written so that it can search while both releases run.

A later release removes this module, the column and its index.
"""

import re
import unicodedata
from collections import defaultdict

from domain.tasks.task import Task

_ASCII_WORD = re.compile(r"[a-z0-9_]+")
_MAX_WORD_LENGTH, _MAX_POSITIONS = 100, 250


def earlier_vector(task: Task) -> str:
    """Return the `tsvector` of a task: its words with their positions, and its owner."""
    positions: defaultdict[str, list[int]] = defaultdict(list)
    for position, word in enumerate([*_words(task.title), None, *_words(task.description or "")], start=1):
        if word is not None and len(positions[word]) < _MAX_POSITIONS:
            positions[word].append(position)
    words = (f"'{word}':{','.join(map(str, at))}" for word, at in positions.items())
    return " ".join((f"'@{task.owner.hex}'", *words))


def _words(text: str) -> list[str]:
    folded = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    if folded.isascii():
        return [word[:_MAX_WORD_LENGTH] for word in _ASCII_WORD.findall(folded)]
    spaced = "".join(char if char == "_" or unicodedata.category(char)[0] in "LNM" else " " for char in folded)
    return [word[:_MAX_WORD_LENGTH] for word in spaced.split(" ") if word]
