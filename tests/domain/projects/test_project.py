"""Projects: their rules, and what creating, editing and moving makes of them."""

from typing import Any
from uuid import UUID

import pytest
from attrs import evolve

from adapters.testing.builders import HOUR, NOON, a_project, a_user_id
from domain.commands import IdTaken
from domain.errors import InvalidInput
from domain.ids import ProjectId
from domain.position import creation_position
from domain.projects.project import NewProject, Project, ProjectEdit, ProjectNotEmpty, ProjectNotFound, StaleProject

ID = ProjectId(UUID(int=7))


def test_a_new_project_has_what_was_asked_for() -> None:
    owner = a_user_id()
    new = NewProject(name=" Garden ", description="Beds", color="#1F6FEB", archived_at=NOON)

    project = Project.created(new, id=ID, owner=owner, at=NOON)

    assert project == Project(
        id=ID,
        owner=owner,
        name="Garden",
        description="Beds",
        color="#1f6feb",
        archived_at=NOON,
        created_at=NOON,
        updated_at=NOON,
    )
    assert (project.user_id, project.version, project.place) == (owner, 1, creation_position(NOON, ID))


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"name": " "}, [("name", "too-short")]),
        ({"name": "x" * 101}, [("name", "too-long")]),
        ({"name": "x", "description": "x" * 2_001}, [("description", "too-long")]),
        ({"name": "x", "color": "red"}, [("color", "not-a-color")]),
        ({"name": "x", "color": "#1f6fe"}, [("color", "not-a-color")]),
        ({"name": "x", "color": "#1f6febb"}, [("color", "not-a-color")]),
        ({"name": "x", "color": "#\uff11f6feb"}, [("color", "not-a-color")]),
        ({"name": "", "color": ""}, [("name", "too-short"), ("color", "not-a-color")]),
        ({"name": "x", "archived_at": NOON.replace(tzinfo=None)}, [("archived_at", "no-offset")]),
    ],
)
def test_every_broken_rule_is_named(values: dict[str, Any], codes: list[tuple[str, str]]) -> None:
    for command in (NewProject, ProjectEdit):
        with pytest.raises(InvalidInput) as error:
            command(**values)
        assert [(each.path[0], each.code) for each in error.value.violations] == codes


def test_an_edit_makes_the_next_version_and_one_that_changes_nothing_makes_none() -> None:
    project = a_project(description="Beds", color="#1f6feb")

    edited = project.edited(ProjectEdit(name="Yard", description=None, archived_at=NOON), at=NOON + HOUR)

    assert edited == evolve(project, name="Yard", description=None, archived_at=NOON, version=2, updated_at=NOON + HOUR)
    assert edited.edited(ProjectEdit(name="Yard", color="#1F6FEB"), at=NOON + 2 * HOUR) is edited


def test_a_clock_that_was_set_back_does_not_move_the_time_of_the_update_back() -> None:
    project = a_project(updated_at=NOON + HOUR)

    assert project.edited(ProjectEdit(name="Yard"), at=NOON).updated_at == NOON + HOUR


def test_a_move_sets_the_place() -> None:
    project = a_project()

    moved = project.moved("80", at=NOON + HOUR)

    assert (moved.place, moved.version, moved.updated_at) == ("80", 2, NOON + HOUR)


def test_a_repeated_creation_is_recognised_by_its_content() -> None:
    new = NewProject(name="Garden", id=ID)
    project = Project.created(new, id=ID, owner=a_user_id(), at=NOON)
    edited = project.edited(ProjectEdit(name="Yard"), at=NOON)
    unchosen = evolve(edited, creation_digest=None)

    edited.ensure_created_by(new)
    unchosen.ensure_created_by(NewProject(name="Yard", id=ID))
    for each, other in ((edited, NewProject(name="Yard", id=ID)), (unchosen, new)):
        with pytest.raises(IdTaken) as error:
            each.ensure_created_by(other)
        assert str(error.value) == f"the id {ID} is taken; choose another one"


def test_only_the_expected_version_and_values_pass() -> None:
    project = a_project(version=3)

    project.ensure_version(None)
    project.ensure_version({3})
    project.ensure_unchanged({"version": 3, "position": project.place})
    with pytest.raises(StaleProject, match="current version is 3"):
        project.ensure_version({2})
    with pytest.raises(StaleProject, match="current version is 3"):
        project.ensure_unchanged({"version": 2})
    with pytest.raises(InvalidInput) as error:
        project.ensure_unchanged({"created_at": NOON + HOUR})
    assert [(each.path, each.code) for each in error.value.violations] == [(("created_at",), "read-only")]


def test_errors_say_what_to_do() -> None:
    assert str(ProjectNotFound(project_id=ID)) == f"there is no project {ID}"
    assert str(ProjectNotEmpty(project_id=ID, tasks=1)) == (
        "the project has 1 task; add tasks=keep to keep them without a project, or tasks=delete to delete them with it"
    )
    assert str(ProjectNotEmpty(project_id=ID, tasks=1_200)).startswith("the project has 1,200 tasks;")
