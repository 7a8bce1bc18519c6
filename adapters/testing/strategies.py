"""Hypothesis strategies for entities, commands, queries, and texts weighted towards difficult characters."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from adapters.testing.builders import a_receipt, a_session, a_token, a_user, an_allowance
from adapters.testing.dates import due_bounds, due_dates, moments, near_moments, zones
from domain.accounts.personal_access_token import Scope
from domain.errors import InvalidInput
from domain.ids import TaskId, UserId
from domain.statistics.summary import Grouping, SummaryRequest
from domain.tasks.due import DueBound
from domain.tasks.filter import DueFilter, TaskFilter
from domain.tasks.labels import LabelEdit, Labels, canonical_labels, label_key
from domain.tasks.priority import Priority
from domain.tasks.query import Sort, SortKey, TaskQuery
from domain.tasks.search import Search
from domain.tasks.status import Status
from domain.tasks.task import NewTask, Task, TaskEdit
from domain.text import DESCRIPTION, LABEL, TITLE, TextRule
from domain.unset import UNSET
from domain.zone import zone_named

BLANKS = " \t\n\r\x0b\x85\xa0\u1680\u2003\u2028\u202f\u3000"
INVISIBLE = "\u00ad\u034f\u200b\u200d\u200f\u202e\u2066\u2800\u3164\ufe0f\ufeff"
CONTROLS = "\x00\x01\x08\x0e\x1b\x7f\x80\x9f"
MARKS = "\u0301\u0308\u0323\u0327\u0345\u0489\u05b0\u064b\u093f\u20dd\u3099"
ASTRAL = "😀👩🏽𝔘𐐀𠮷\U000e0001\U0010ffff"
RIGHT_TO_LEFT = "אבشﷺ\u0661"
FOLDING = "ßẞſKÅİıςΣΐŉǰﬁΌᾳǅⅷ²½"  # noqa: RUF001 - letters that look alike are the point
SYNTAX = "'\"\\%_$:;{}[]()<>&|!*-+,/@#`~^0"

nasty_characters = st.sampled_from(BLANKS + INVISIBLE + MARKS + ASTRAL + RIGHT_TO_LEFT + FOLDING + SYNTAX)
storable_characters = st.one_of(
    nasty_characters, st.characters(codec="utf-8", exclude_categories=["Cc"], include_characters="\t\n\r\x0b\x0c\x85")
)

raw_texts = st.text(
    st.one_of(st.sampled_from(f"{CONTROLS}\ud800\udfff"), nasty_characters, st.characters()), max_size=300
)
"""Whatever a `str` can hold, control characters and lone surrogates included."""

VOCABULARY = (
    *("report", "Report", "reports", "re_port", "quarter", "Q4", "due", "friday", "draft", "x" * 120),
    *("straße", "STRASSE", "ﬁnal", "final", "İstanbul", "cafe", "café", "cafe\u0301", "naïve", "日本", "٣", "3"),
    *(
        "日本語",
        "語",
        "สวัสดี",
        "회의실",
        "C++",
        "C#",
        ".NET",
        "€5",
        "🇩🇪🇫🇷",
        "👩🏽\u200d🚀",
        "İSTANBUL",
        "\u0131stanbul",
        "a/b",
    ),
)
GAPS = (" ", "  ", "-", ". ", "\n", "/", "\u3000", "'", "_")

sentences = st.lists(st.tuples(st.sampled_from(VOCABULARY), st.sampled_from(GAPS)), max_size=8).map(
    lambda parts: "".join(word + gap for word, gap in parts)
)
"""Texts in which searches find something."""


def _kept(rule: TextRule) -> SearchStrategy[str]:
    """Texts in the form in which the rule keeps them."""

    def kept(raw: str) -> str:
        try:
            return rule(raw[: rule.max_length])
        except InvalidInput:
            return "Untitled"

    return st.one_of(sentences, st.text(storable_characters, max_size=rule.max_length)).map(kept)


titles = _kept(TITLE)
descriptions = _kept(DESCRIPTION)

statuses = st.sampled_from(Status)
priorities = st.sampled_from(Priority)

labels = st.one_of(
    st.sampled_from(("garden", "Garden", "Café", "cafe\u0301", "straße", "STRASSE", "a,b", "none", "x y", "'", "\\")),
    _kept(LABEL),
)
"""Few of them, in several spellings, so that they meet."""
label_lists = st.lists(labels, max_size=4, unique_by=label_key).map(canonical_labels)


def _label_edit(added: Labels, removed: Labels) -> LabelEdit:
    keys = {label_key(label) for label in added}
    return LabelEdit(add=added, remove=tuple(label for label in removed if label_key(label) not in keys))


label_edits = st.builds(_label_edit, label_lists, label_lists)

WITHOUT_DUE_DATES: Mapping[str, SearchStrategy[Any]] = {
    "title": titles,
    "description": st.none() | descriptions,
    "priority": priorities,
    "labels": label_lists,
}
contents = st.builds(lambda one, other: one | other, st.fixed_dictionaries(WITHOUT_DUE_DATES), due_dates)
"""What clients write in a task, by field."""
CONTENT_FIELDS = (*WITHOUT_DUE_DATES, "due_at", "due_on")

new_tasks = contents.map(lambda content: NewTask(**content))

unset = st.just(UNSET)
task_edits = st.builds(
    lambda content, names: TaskEdit(**{name: value for name, value in content.items() if name in names}),
    st.builds(
        lambda content, status, labels: content | {"status": status, "labels": labels},
        contents,
        statuses,
        label_lists | label_edits,
    ),
    st.frozensets(st.sampled_from([*CONTENT_FIELDS, "status"])),
)


@st.composite
def tasks(draw: st.DrawFn) -> Task:
    """A task as it can be after any life: done or not, edited or not."""
    created_at = draw(near_moments | moments)
    updated_at = max(created_at, draw(near_moments | moments))
    status = draw(statuses)
    content = draw(contents)
    return Task(
        id=TaskId(UUID(int=draw(st.integers(0, 2**128 - 1)))),
        owner=UserId(UUID(int=1)),
        status=status,
        completed_at=updated_at if status is Status.DONE else None,
        created_at=created_at,
        updated_at=updated_at,
        version=draw(st.integers(1, 5)),
        position=draw(st.none() | st.binary(min_size=1, max_size=20).map(bytes.hex)),
        **content,
    )


storable_texts = st.text(storable_characters, max_size=60)
counts = st.integers(0, 2**31 - 1)

users = st.builds(a_user, created_at=moments, disabled_at=st.none() | moments, password_hash=storable_texts)

tokens = st.builds(
    a_token,
    name=storable_texts,
    scopes=st.frozensets(st.sampled_from(Scope)),
    created_at=moments,
    expires_at=moments,
    last_used_at=st.none() | moments,
    digest=st.binary(min_size=32, max_size=32),
)

sessions = st.builds(
    a_session,
    created_at=moments,
    last_used_at=moments,
    expires_at=moments,
    ended_at=st.none() | moments,
    user_agent=st.none() | storable_texts,
    address=st.none() | storable_texts,
    generation=counts,
    token_digest=st.binary(min_size=32, max_size=32),
    rotated_at=st.none() | moments,
    sealed_successor=st.none() | st.binary(min_size=32, max_size=32),
)

receipts = st.builds(
    a_receipt,
    code=st.integers(200, 599),
    metadata=st.lists(st.tuples(storable_texts, storable_texts), max_size=4).map(tuple),
    content=st.binary(max_size=300),
    fingerprint=st.binary(max_size=64),
    created_at=moments,
)

allowances = st.builds(an_allowance, used=counts, since=moments, until=moments)


def many_tasks(max_size: int = 12) -> SearchStrategy[list[Task]]:
    """Different tasks of one owner, many of which are equal in what they are sorted by."""
    return st.lists(tasks(), max_size=max_size, unique_by=lambda task: task.id)


sorts = st.builds(Sort, key=st.sampled_from(SortKey), descending=st.booleans())

search_terms = st.tuples(
    st.sampled_from(["", "-"]),
    st.one_of(
        st.sampled_from(VOCABULARY),
        st.sampled_from(VOCABULARY).map(lambda word: word[:3]),
        st.sampled_from(VOCABULARY).map(lambda word: word[1:3] + "*"),
        st.tuples(st.sampled_from(VOCABULARY), st.sampled_from(GAPS), st.sampled_from(VOCABULARY)).map("".join),
        sentences.map(lambda text: f'"{text[:40]}"'),
        st.text(storable_characters, min_size=1, max_size=10),
    ),
).map("".join)


def _search(raw: str) -> Search:
    try:
        return Search.parsed(raw)
    except InvalidInput:
        return Search.parsed("report")


searches = st.lists(search_terms, min_size=1, max_size=3).map(" ".join).map(_search)

due_filters = st.one_of(
    st.fixed_dictionaries(
        {"due": st.sampled_from([None, DueFilter.ANY])},
        optional={"due_before": due_bounds(DueBound.before), "due_after": due_bounds(DueBound.after)},
    ),
    st.just({"due": DueFilter.NONE}),
)


def _filter(due: Mapping[str, Any], others: Mapping[str, Any]) -> TaskFilter:
    return TaskFilter(**due, **others)


_other_conditions = st.fixed_dictionaries(
    {
        "statuses": st.frozensets(statuses, max_size=2),
        "priorities": st.frozensets(priorities, max_size=2),
        "labels": st.frozensets(st.none() | labels.map(label_key), max_size=2),
        "parents": st.frozensets(st.none() | st.integers(0, 3).map(lambda number: UUID(int=number)), max_size=2),
        "updated_after": st.none() | near_moments | moments,
        "completed_after": st.none() | near_moments | moments,
        "search": st.none() | searches,
    }
)
filters = st.builds(_filter, due_filters, _other_conditions)
queries = st.builds(TaskQuery, filter=filters, sort=sorts, limit=st.integers(1, 5))
summary_requests = st.builds(
    SummaryRequest, filter=filters, grouping=st.sampled_from(Grouping), zone=zones.map(zone_named)
)
