"""`domain.tasks.search` in PostgreSQL's terms: the `tsvector` of a task and the `tsquery` of a search.

The words are ours, not those of a text search configuration: the text form
of `tsvector` and `tsquery` is written here, so both stores agree exactly.
A word holds letters, digits, marks and `_` only, so nothing needs escaping.
"""

from domain.ids import UserId
from domain.tasks.search import Search, Term, positions
from domain.tasks.task import Task


def vector(task: Task) -> str:
    """Return the `tsvector` of a task: its words with their positions, and its owner."""
    words = (f"'{word}':{','.join(map(str, at))}" for word, at in positions(task.title, task.description).items())
    return " ".join((_owner(task.owner), *words))


def query(search: Search, *, owner: UserId) -> str:
    """Return the `tsquery` of a search among one owner's tasks."""
    return " & ".join((_owner(owner), *map(_term, search.terms)))


def _owner(owner: UserId) -> str:
    # `@` is in no word, so no search can name an owner.
    return f"'@{owner.hex}'"


def _term(term: Term) -> str:
    phrase = " <-> ".join(f"'{word}'" for word in term.words)
    return f"{'!' if term.excluded else ''}({phrase}{':*' if term.prefix else ''})"
