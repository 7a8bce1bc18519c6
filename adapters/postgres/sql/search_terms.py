"""`domain.tasks.search` in PostgreSQL's terms: the `tsvector` of a task and the `tsquery` of a search.

The terms are ours, not those of a text search configuration: the text form of `tsvector` and `tsquery` is written here,
so both stores agree exactly.

Every term begins with four characters of its owner's id. An index of terms has all terms of one owner side by side, so
the cost of a prefix depends on how much that owner has written, not on all users together. Owners who share these
characters share a range of the index; that the rows are the owner's is a condition of its own.
"""

from base64 import urlsafe_b64encode

from domain.ids import UserId
from domain.tasks.search import Condition, Part, Search
from domain.tasks.task import Task
from domain.tasks.words import terms


def vector(task: Task) -> str:
    """Return the `tsvector` of a task: its terms with their positions, and the mark of its owner."""
    owner = _mark(task.owner)
    found = (
        f"'{owner}{_escaped(term)}':{','.join(map(str, positions))}"
        for term, positions in terms(task.title, task.description).items()
    )
    return " ".join((f"'{owner}'", *found))


def query(search: Search, *, owner: UserId) -> str:
    """Return the `tsquery` of a search among one owner's tasks."""
    mark = _mark(owner)
    conditions = [_condition(condition, mark) for condition in search.conditions]
    if all(condition.excluded for condition in search.conditions):
        conditions.insert(0, f"'{mark}'")  # something must be looked up in the index
    return " & ".join(conditions)


def _mark(owner: UserId) -> str:
    return urlsafe_b64encode(owner.bytes[-3:]).decode()


def _condition(condition: Condition, mark: str) -> str:
    first, *others = condition.parts
    text, position = _part(first, mark), first.position
    for part in others:
        text += f" <{part.position - position}> {_part(part, mark)}"
        position = part.position
    return f"{'!' if condition.excluded else ''}({text})"


def _part(part: Part, mark: str) -> str:
    return f"'{mark}{_escaped(part.term)}'{':*' if part.prefix else ''}"


def _escaped(term: str) -> str:
    return term.replace("\\", "\\\\").replace("'", "''")
