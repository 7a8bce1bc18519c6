"""Labels: a store counts them as `label_counts` does, and finds every task that has one, whatever its spelling."""

from hypothesis import given
from hypothesis import strategies as st

from adapters.testing.builders import a_task, a_user
from adapters.testing.contract.examples import a_fifth, examples
from adapters.testing.contract.fixtures import StoreFixtures
from adapters.testing.contract.task_pages import owned
from adapters.testing.strategies import labels, many_tasks
from adapters.testing.units import add
from domain.ids import UserId
from domain.ports import Begin
from domain.tasks.labels import LabelCount, label_counts, label_key
from domain.tasks.task import Task

ALL = 1_000


class LabelContract(StoreFixtures):
    """Labels are counted and found as `domain.tasks.labels` defines it."""

    @examples
    @given(tasks=many_tasks(), after=st.just("") | labels.map(label_key), limit=st.integers(1, 3))
    async def test_labels_are_counted_by_key(self, begin: Begin, tasks: list[Task], after: str, limit: int) -> None:
        own = await owned(begin, tasks)
        expected = label_counts(task.labels for task in own)

        async with begin() as work:
            for owner in {task.owner for task in own}:
                assert list(await work.tasks.labels(owner=owner, after="", limit=ALL)) == expected
                page = await work.tasks.labels(owner=owner, after=after, limit=limit)
                assert list(page) == [each for each in expected if label_key(each.name) > after][:limit]

    @a_fifth
    @given(tasks=many_tasks(), label=labels, limit=st.integers(1, 3))
    async def test_tasks_with_a_label_are_found_by_its_key(
        self, begin: Begin, tasks: list[Task], label: str, limit: int
    ) -> None:
        own = await owned(begin, tasks)
        key = label_key(label)
        expected = sorted((task for task in own if key in map(label_key, task.labels)), key=lambda task: task.id)

        async with begin() as work:
            for owner in {task.owner for task in own}:
                assert list(await work.tasks.with_label(key, owner=owner, limit=ALL)) == expected
                assert list(await work.tasks.with_label(key, owner=owner, limit=limit)) == expected[:limit]

    async def test_keys_are_ordered_by_code_points_and_the_most_frequent_spelling_is_the_name(
        self, begin: Begin, owner: UserId
    ) -> None:
        lists = [("Z",), ("z",), ("z",), ("ä", "a b"), ("\uffff", "😀"), ("É", "a"), ("é",), ("a_b", "B")]
        await add(begin, *(a_task(owner=owner, labels=each) for each in lists))

        async with begin() as work:
            found = list(await work.tasks.labels(owner=owner, after="", limit=ALL))

        assert found == [
            *(LabelCount("a", 1), LabelCount("a b", 1), LabelCount("a_b", 1), LabelCount("B", 1), LabelCount("z", 3)),
            *(LabelCount("ä", 1), LabelCount("É", 2), LabelCount("\uffff", 1), LabelCount("😀", 1)),
        ]

    async def test_labels_of_others_do_not_count(self, begin: Begin, owner: UserId) -> None:
        stranger = a_user()
        await add(begin, stranger, a_task(owner=owner, labels=("home",)))

        async with begin() as work:
            assert list(await work.tasks.labels(owner=stranger.id, after="", limit=ALL)) == []
            assert list(await work.tasks.with_label("home", owner=stranger.id, limit=ALL)) == []
