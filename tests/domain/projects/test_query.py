"""Pages of projects, in their manual order."""

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from adapters.testing.builders import HOUR, NOON, a_project
from domain.projects.project import Project
from domain.projects.query import ProjectQuery


def shop(count: int) -> list[Project]:
    """Return projects in the order of their places: the last ones were moved there."""
    created = [a_project(created_at=NOON + n * HOUR) for n in range(count)]
    return [*created, *(a_project(position=f"f{n}") for n in range(3))]


@given(st.integers(0, 8), st.integers(1, 4))
def test_all_pages_together_are_the_whole_list(count: int, limit: int) -> None:
    projects = shop(count)
    found: list[Project] = []
    query: ProjectQuery | None = ProjectQuery(limit=limit)

    while query:
        page = query.page_of(reversed(projects))
        assert len(page.projects) <= limit
        found += page.projects
        query = evolve(query, after=page.next) if page.next else None

    assert found == projects


@pytest.mark.parametrize(("archived", "expected"), [(None, [0, 1]), (True, [1]), (False, [0])])
def test_archived_projects_can_be_left_out_and_looked_for(archived: bool | None, expected: list[int]) -> None:  # noqa: FBT001 - a parameter of the test
    projects = [a_project(), a_project(created_at=NOON + HOUR, archived_at=NOON)]

    assert ProjectQuery(archived=archived).page_of(projects).projects == [projects[index] for index in expected]
