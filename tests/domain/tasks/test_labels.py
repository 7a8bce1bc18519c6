"""Labels: their rule, their canonical form, edits and counts."""

import sys
from collections.abc import Sequence
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.testing.builders import NOON, a_task
from adapters.testing.strategies import label_edits, label_lists, labels, raw_texts, storable_characters
from domain.errors import InvalidInput
from domain.tasks.labels import (
    MAX_LABELS,
    LabelCount,
    LabelEdit,
    LabelNotFound,
    Labels,
    TooManyLabels,
    canonical_labels,
    label_counts,
    label_key,
    replaced_label,
)
from domain.tasks.task import NewTask, TaskEdit
from domain.text import LABEL
from domain.unset import UNSET
from tests.support.violations import place_of

MANY = tuple(f"label {number:02}" for number in range(MAX_LABELS))


def violations_of(error: InvalidInput) -> list[tuple[str, str]]:
    return [(place_of(violation), violation.code) for violation in error.violations]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Garden", "gARDEN"),
        ("Café", "cafe\u0301"),
        ("CAFÉ", "cafe\u0301"),
        ("straße", "STRASSE"),
        ("ﬁnal", "Final"),
        ("ΐ", "\u0399\u0308\u0301"),
        ("\u03b1\u0345\u0301", "\u03ac\u0345"),
        ("\u1e9b\u0323", "\u017f\u0323\u0307"),
    ],
)
def test_spellings_of_one_label_have_one_key(one: str, other: str) -> None:
    assert label_key(one) == label_key(other)


@pytest.mark.parametrize(
    ("one", "other"), [("Café", "Cafe"), ("a b", "a  b"), ("\uff11", "1"), ("none", "Nóne"), ("a", "\u0430")]
)
def test_labels_that_differ_otherwise_have_different_keys(one: str, other: str) -> None:
    assert label_key(one) != label_key(other)


def test_the_key_of_a_key_is_the_key_for_every_character() -> None:
    for char in map(chr, (*range(0xD800), *range(0xE000, sys.maxunicode + 1))):
        key = label_key(char)
        assert label_key(key) == key == label_key(normalize("NFD", char)), char


@given(text=st.text(storable_characters, max_size=10))
def test_the_key_of_a_key_is_the_key(text: str) -> None:
    assert label_key(label_key(text)) == label_key(text)
    assert label_key(normalize("NFD", text)) == label_key(text)


@pytest.mark.parametrize("text", ["a\nb", "a\tb", "a\r\nb", "a\x0bb", "a\x85b", "a\u2028b", "a\u2029b", "a\x1fb"])
def test_a_label_is_one_line(text: str) -> None:
    with pytest.raises(InvalidInput) as error:
        LABEL(text)

    assert violations_of(error.value) == [("", "control-character")]


@given(text=raw_texts)
def test_a_label_that_is_kept_can_be_joined_with_others(text: str) -> None:
    try:
        label = LABEL(text)
    except InvalidInput:
        return

    assert label == label.strip()
    assert label
    assert "\n" not in label + label_key(label)
    assert len(label.splitlines()) == 1


@given(raw=st.lists(labels, max_size=8))
def test_canonical_labels_are_in_the_order_of_their_keys_and_stay_as_they_are(raw: list[str]) -> None:
    keys = [label_key(each) for each in raw]
    if len(set(keys)) < len(keys):
        with pytest.raises(InvalidInput):
            canonical_labels(raw)
        return

    found = canonical_labels(raw)

    assert [label_key(each) for each in found] == sorted(keys)
    assert set(found) == set(raw)
    assert canonical_labels(found) == found == canonical_labels(raw[::-1])


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (["home", "Home"], [("/1", "repeated")]),
        (["a", "b", "A", "a"], [("/2", "repeated"), ("/3", "repeated")]),
        (["", "x" * 51, "a\nb", "fine"], [("/0", "too-short"), ("/1", "too-long"), ("/2", "control-character")]),
        ([*MANY, "one more"], [("", "out-of-range")]),
    ],
)
def test_every_violation_is_reported_at_its_index(raw: Sequence[str], expected: list[tuple[str, str]]) -> None:
    with pytest.raises(InvalidInput) as error:
        canonical_labels(raw)

    assert violations_of(error.value) == expected


def test_limits_are_inclusive() -> None:
    assert canonical_labels(MANY) == MANY
    assert canonical_labels(["😀" * 50]) == ("😀" * 50,)
    assert canonical_labels([]) == ()


@pytest.mark.parametrize(
    ("present", "edit", "expected"),
    [
        (("b",), LabelEdit(add=("c", "a")), ("a", "b", "c")),
        (("Home",), LabelEdit(add=("home",)), ("Home",)),
        (("a", "b"), LabelEdit(remove=("B", "z")), ("a",)),
        (("a",), LabelEdit(add=("b",), remove=("a",)), ("b",)),
        (("a",), LabelEdit(add=()), ("a",)),
        (MANY, LabelEdit(add=("new",), remove=(MANY[0],)), (*MANY[1:], "new")),
    ],
)
def test_an_edit_adds_and_removes_without_regard_to_others(present: Labels, edit: LabelEdit, expected: Labels) -> None:
    assert edit.applied_to(present) == expected


@given(present=label_lists, edit=label_edits)
def test_an_edit_that_is_repeated_changes_nothing_more(present: Labels, edit: LabelEdit) -> None:
    after = edit.applied_to(present)

    assert edit.applied_to(after) == after == canonical_labels(after)
    added, removed = ({label_key(each) for each in each or ()} for each in (edit.add, edit.remove))  # type: ignore[union-attr]
    assert {label_key(each) for each in after} == {label_key(each) for each in present} - removed | added


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        ({}, [("", "missing")]),
        ({"add": ("a", "A"), "remove": ("",)}, [("/add/1", "repeated"), ("/remove/0", "too-short")]),
        ({"add": ("a",), "remove": ("A",)}, [("/remove", "contradiction")]),
        ({"add": (*MANY, "one more")}, [("/add", "out-of-range")]),
    ],
)
def test_an_edit_that_says_nothing_or_contradicts_itself_is_rejected(
    wrong: dict[str, Labels], expected: list[tuple[str, str]]
) -> None:
    with pytest.raises(InvalidInput) as error:
        LabelEdit(**wrong)

    assert violations_of(error.value) == expected


def test_an_addition_beyond_the_limit_is_a_conflict() -> None:
    with pytest.raises(TooManyLabels, match="21 labels; it may have 20"):
        LabelEdit(add=("new",)).applied_to(MANY)


@pytest.mark.parametrize(
    ("present", "key", "new", "expected"),
    [
        (("b", "c"), "b", "Z", ("c", "Z")),
        (("b", "c"), "b", None, ("c",)),
        (("b", "Job"), "b", "job", ("Job",)),
        (("work",), "work", "Work", ("Work",)),
        (("a",), "b", None, ("a",)),
    ],
)
def test_a_label_is_replaced_and_one_that_is_there_already_keeps_its_spelling(
    present: Labels, key: str, new: str | None, expected: Labels
) -> None:
    assert replaced_label(present, key, new) == expected


def test_labels_are_counted_under_their_most_frequent_spelling() -> None:
    counted = label_counts([("home", "work"), ("Home",), ("Home",), ("Work",), ()])

    assert counted == [LabelCount("Home", 3), LabelCount("Work", 2)]


@given(many=st.lists(label_lists, max_size=8))
def test_every_label_of_every_task_is_counted_once(many: list[Labels]) -> None:
    counted = label_counts(many)

    assert sum(each.count for each in counted) == sum(map(len, many))
    assert [label_key(each.name) for each in counted] == sorted({label_key(name) for each in many for name in each})


def test_a_task_has_the_labels_that_it_is_created_and_edited_with() -> None:
    task = a_task(labels=("garden",))

    assert NewTask(title="Dig", labels=("b", " A ")).labels == ("A", "b")
    assert task.edited(TaskEdit(labels=("z", "A")), at=NOON).labels == ("A", "z")
    assert task.edited(TaskEdit(labels=LabelEdit(add=("a",))), at=NOON).labels == ("a", "garden")
    assert task.edited(TaskEdit(labels=LabelEdit(add=("GARDEN",))), at=NOON) is task
    assert task.edited(TaskEdit(labels=()), at=NOON).labels == ()
    assert task.edited(TaskEdit(labels=UNSET, title="Dig"), at=NOON).labels == ("garden",)


def test_the_violations_of_labels_are_reported_in_their_field() -> None:
    with pytest.raises(InvalidInput) as error:
        TaskEdit(title=" ", labels=("a", "A"))

    assert violations_of(error.value) == [("/title", "too-short"), ("/labels/1", "repeated")]


def test_errors_name_the_label() -> None:
    assert str(LabelNotFound(label="Büro")) == "no task has the label 'Büro'"
