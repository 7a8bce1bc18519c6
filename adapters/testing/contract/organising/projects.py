"""Projects: their pages in the manual order, their neighbors, and their tasks."""

from typing import Any

import pytest
import pytest_asyncio
from attrs import evolve

from adapters.testing.builders import HOUR, NOON, a_project, a_task, a_user
from adapters.testing.contract.fixtures import StoreFixtures
from adapters.testing.units import add
from domain.ids import UserId
from domain.ports import Begin
from domain.projects.project import Project
from domain.projects.query import ProjectQuery
from domain.tasks.filter import TaskFilter
from domain.tasks.query import TaskQuery


class ProjectContract(StoreFixtures):
    """Projects are listed in their manual order, and their tasks are found."""

    @pytest_asyncio.fixture
    async def projects(self, begin: Begin, owner: UserId) -> list[Project]:
        """Return projects in the order of their places; some were moved, every second one is archived."""
        created = [a_project(owner=owner, created_at=NOON + n * HOUR) for n in range(3)]
        moved = [a_project(owner=owner, position=key) for key in ("ff", "ff00", "ff80")]
        projects = [
            a_project(owner=owner, position="00"),
            *created,
            a_project(owner=owner, position=f"{created[2].place}00"),
            *moved,
        ]
        projects = [evolve(each, archived_at=NOON if index % 2 else None) for index, each in enumerate(projects)]
        stranger = a_user()
        await add(begin, stranger, *reversed(projects), a_project(owner=stranger.id))
        return projects

    @pytest.mark.parametrize("limit", [1, 3, 100])
    @pytest.mark.parametrize("archived", [None, True, False])
    async def test_all_pages_of_projects_are_the_list_that_the_domain_defines(
        self, begin: Begin, owner: UserId, projects: list[Project], limit: int, *, archived: bool | None
    ) -> None:
        found: list[Project] = []
        asked: ProjectQuery | None = ProjectQuery(archived=archived, limit=limit)

        async with begin() as work:
            while asked is not None:
                page = await work.projects.page(asked, owner=owner)
                assert page == asked.page_of(projects)
                found += page.projects
                asked = evolve(asked, after=page.next) if page.next else None

        assert found == [each for each in projects if archived in (None, each.archived_at is not None)]

    async def test_the_last_project_before_a_place_is_its_lower_neighbor(
        self, begin: Begin, owner: UserId, projects: list[Project]
    ) -> None:
        async with begin() as work:
            found = [await work.projects.last_before(each.place, owner=owner) for each in projects]
            last = await work.projects.last_before(None, owner=owner)

        assert found == [None, *projects[:-1]]
        assert last == projects[-1]

    async def test_the_tasks_of_a_project_are_found_up_to_a_limit(
        self, begin: Begin, owner: UserId, projects: list[Project]
    ) -> None:
        project = projects[0]
        own = [a_task(owner=owner, project_id=project.id) for _ in range(3)]
        await add(begin, *own, a_task(owner=owner, project_id=projects[1].id), a_task(owner=owner))

        async with begin() as work:
            found = await work.tasks.of_project(project.id, owner=owner, limit=9)
            some = await work.tasks.of_project(project.id, owner=owner, limit=2)

        assert sorted(found, key=lambda task: task.id) == sorted(own, key=lambda task: task.id)
        assert (len(some), set(some) <= set(own)) == (2, True)

    @pytest.mark.parametrize(
        ("names", "expected"),
        [({0}, {0}), ({0, 1}, {0, 1}), ({None}, {2}), ({None, 1}, {1, 2}), ({7}, set())],
    )
    async def test_lists_and_counts_of_tasks_can_be_about_some_projects(
        self, begin: Begin, owner: UserId, projects: list[Project], names: set[Any], expected: set[int]
    ) -> None:
        tasks = [
            a_task(owner=owner, project_id=projects[0].id),
            a_task(owner=owner, project_id=projects[1].id),
            a_task(owner=owner),
        ]
        await add(begin, *tasks)
        task_filter = TaskFilter(projects=frozenset(None if name is None else projects[name].id for name in names))

        async with begin() as work:
            page = await work.tasks.page(TaskQuery(filter=task_filter), owner=owner)
            count = await work.tasks.count(task_filter, owner=owner)

        assert set(page.tasks) == {tasks[index] for index in expected}
        assert count == len(expected)
