"""Projects: what the use cases do with them and with their tasks, and undoing all of it at once."""

from uuid import UUID

import pytest
from attrs import evolve

from adapters.testing.builders import SECOND
from application import (
    Batch,
    CreateProject,
    DeleteProject,
    EditProject,
    ListProjects,
    MoveProject,
    ProjectChange,
    ProjectMove,
    ProjectRemoval,
    ReadProject,
    TaskChange,
    TasksOfProject,
)
from domain.changes.kinds import RecordedObject
from domain.changes.provenance import Actor
from domain.changes.recorded_change import ChangesGone
from domain.changes.undo import ReferenceGone, StillReferenced, Undo
from domain.commands import IdTaken
from domain.ids import ProjectId
from domain.move import End, Move
from domain.projects.project import NewProject, Project, ProjectEdit, ProjectNotEmpty, ProjectNotFound, StaleProject
from domain.projects.query import ProjectQuery
from domain.tasks.group import TooManyTasks
from domain.tasks.outline import Outline
from domain.tasks.task import NewTask, Task, TaskEdit
from tests.application.support.recorded_world import RecordedWorld
from tests.application.support.world import BEN


@pytest.fixture
def world() -> RecordedWorld:
    return RecordedWorld()


@pytest.fixture
async def actor(world: RecordedWorld) -> Actor:
    return Actor((await world.has_user()).id)


async def made(world: RecordedWorld, actor: Actor, name: str = "Garden", number: int | None = None) -> Project:
    world.now.step(SECOND)
    new = NewProject(name=name, id=None if number is None else UUID(int=number))
    return (await CreateProject(world.begin, world.now, world.new_id)(actor, new)).project


async def delete(world: RecordedWorld, actor: Actor, project: Project, tasks: TasksOfProject | None = None) -> None:
    world.now.step(SECOND)
    await DeleteProject(world.begin, world.now)(actor, ProjectRemoval(project_id=project.id, tasks=tasks))


def content(world: RecordedWorld, actor: Actor) -> dict[UUID, object]:
    """Return all objects without what every change sets."""
    objects: list[RecordedObject] = [*world.store.all_owned(Task, actor.user_id)]
    objects += world.store.all_owned(Project, actor.user_id)
    return {each.id: evolve(each, version=1, updated_at=each.created_at) for each in objects}


async def test_a_project_is_created_once_under_an_id_of_the_client(world: RecordedWorld, actor: Actor) -> None:
    first = await made(world, actor, number=7)

    again = await CreateProject(world.begin, world.now, world.new_id)(actor, NewProject(name="Garden", id=first.id))

    assert (again.project, again.repeated) == (first, True)
    ben = Actor((await world.has_user(BEN)).id)
    for each, name in ((actor, "Yard"), (ben, "Garden")):
        with pytest.raises(IdTaken):
            await made(world, each, name, number=7)
    with pytest.raises(ProjectNotFound):
        await ReadProject(world.begin)(ben.user_id, first.id)
    assert await ReadProject(world.begin)(actor.user_id, first.id) == first


async def test_an_edit_is_recorded_and_one_that_changes_nothing_is_not(world: RecordedWorld, actor: Actor) -> None:
    project = await made(world, actor)
    edit = EditProject(world.begin, world.now)

    edited = await edit(actor, ProjectChange(project_id=project.id, edit=ProjectEdit(name="Yard")))
    same = await edit(actor, ProjectChange(project_id=project.id, edit=ProjectEdit(name="Yard")))

    assert (edited.name, edited.version, same) == ("Yard", 2, edited)
    assert [each.object_id for each in world.recorded(actor)] == [project.id, project.id]
    with pytest.raises(StaleProject):
        await edit(actor, ProjectChange(project_id=project.id, edit=ProjectEdit(name="x"), if_version={1}))


async def test_projects_move_in_their_list(world: RecordedWorld, actor: Actor) -> None:
    names = {project.id: project.name for project in [await made(world, actor, name) for name in "ABC"]}
    a, b, c = names

    async def order_after(moved: ProjectId, **to: object) -> str:
        move = Move(**to)  # type: ignore[arg-type]
        await MoveProject(world.begin, world.now)(actor, ProjectMove(project_id=moved, move=move))
        page = await ListProjects(world.begin)(actor.user_id, ProjectQuery())
        return "".join(each.name for each in page.projects)

    assert await order_after(a, to=End.LAST) == "BCA"
    assert await order_after(a, to=End.LAST) == "BCA"
    assert await order_after(c, before=b) == "CBA"
    assert await order_after(c, after=b) == "BCA"
    assert await order_after(a, to=End.FIRST) == "ABC"
    assert len(world.recorded(actor)) == 7
    with pytest.raises(ProjectNotFound):
        await order_after(a, after=UUID(int=99))


async def test_a_task_enters_only_a_project_that_exists(world: RecordedWorld, actor: Actor) -> None:
    project, nobodys = await made(world, actor), UUID(int=99)
    task = await world.creates(actor)

    with pytest.raises(ProjectNotFound):
        await world.creates(actor, project_id=nobodys)
    with pytest.raises(ProjectNotFound):
        await world.edits(actor, task.id, project_id=nobodys)
    entered = await world.edits(actor, task.id, project_id=project.id)
    left = await world.edits(actor, task.id, project_id=None)

    assert (entered.project_id, left.project_id) == (project.id, None)
    assert world.store.find(Outline, actor.user_id) == Outline(owner=actor.user_id, version=2)


async def test_a_project_with_tasks_is_not_deleted_unless_it_is_said_what_to_do_with_them(
    world: RecordedWorld, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = await made(world, actor)
    for _ in range(2):
        await world.creates(actor, project_id=project.id)

    with pytest.raises(ProjectNotEmpty) as error:
        await delete(world, actor, project)
    assert error.value.tasks == 2
    monkeypatch.setattr("application.organising.projects.MAX_GROUP", 1)
    for tasks in TasksOfProject:
        with pytest.raises(TooManyTasks):
            await delete(world, actor, project, tasks)


@pytest.mark.parametrize("tasks", TasksOfProject)
async def test_a_deletion_is_one_group_that_can_be_undone_and_redone(
    world: RecordedWorld, actor: Actor, tasks: TasksOfProject
) -> None:
    project = await made(world, actor)
    inside = [await world.creates(actor, project_id=project.id) for _ in range(3)]
    outside = await world.creates(actor)
    before = content(world, actor)

    await delete(world, actor, project, tasks)
    deleted, last = content(world, actor), len(world.recorded(actor))
    structure = world.store.find(Outline, actor.user_id)
    assert (structure is not None) is (tasks is TasksOfProject.KEEP)
    assert set(deleted) == {outside.id} | ({each.id for each in inside} if tasks is TasksOfProject.KEEP else set())

    world.now.step(SECOND)
    undone = await world.undo_changes(actor, Undo(group=last - 1))
    assert (len(undone), content(world, actor)) == (4, before)
    world.now.step(SECOND)
    await world.undo_changes(actor, Undo(group=undone[0].number))
    assert content(world, actor) == deleted


async def test_an_empty_project_is_deleted_whatever_is_said_about_tasks(world: RecordedWorld, actor: Actor) -> None:
    for tasks in (None, *TasksOfProject):
        await delete(world, actor, await made(world, actor), tasks)

    assert content(world, actor) == {}


async def test_undoing_never_leaves_a_task_in_a_project_that_does_not_exist(world: RecordedWorld, actor: Actor) -> None:
    project = await made(world, actor)  # change 1
    task = await world.creates(actor)  # 2
    await world.edits(actor, task.id, project_id=project.id)  # 3

    with pytest.raises(StillReferenced):
        await world.undoes(actor, 1)
    await world.undoes(actor, 3)  # 4
    await world.undoes(actor, 4)  # 5: it is in the project again
    await delete(world, actor, project, TasksOfProject.KEEP)  # 6, 7
    kept = next(each.number for each in world.recorded(actor)[5:] if each.object_id == task.id)
    with pytest.raises(ReferenceGone):
        await world.undoes(actor, kept)
    await world.undoes(actor, 6, 7)

    assert world.tasks_of(actor)[task.id].project_id == project.id
    await world.undoes(actor, 1, 3, 4, 5, 6, 7, 8, 9)
    assert [each.project_id for each in world.tasks_of(actor).values()] == [None]


async def test_a_task_and_a_project_with_the_same_id_have_records_of_their_own(
    world: RecordedWorld, actor: Actor
) -> None:
    project, task = await made(world, actor, number=7), await world.creates(actor, id=UUID(int=7))
    snapshot = await world.read_snapshot(actor.user_id, None, 1)
    await world.edits(actor, task.id, title="Second")

    rest = await world.read_snapshot(actor.user_id, snapshot.next, 1)
    assert (snapshot.objects, rest.objects, rest.next) == ([project], [task], None)
    history = await world.read_history(actor.user_id, task.id, None, 9)
    assert [each.number for each in history.changes] == [3, 2]


async def test_tasks_of_one_batch_can_enter_a_project_together(world: RecordedWorld, actor: Actor) -> None:
    project, tasks = await made(world, actor), [await world.creates(actor) for _ in range(3)]
    edits = [TaskChange(task_id=task.id, edit=TaskEdit(project_id=project.id)) for task in tasks]

    await world.run_batch(actor, Batch(atomic=True, operations=tuple(edits)))

    assert {task.project_id for task in world.tasks_of(actor).values()} == {project.id}
    assert world.store.find(Outline, actor.user_id) == Outline(owner=actor.user_id)


@pytest.mark.parametrize("page", [1, 2, 3, 100])
@pytest.mark.parametrize("swept", [0, 1, 2])
async def test_a_group_is_found_from_any_of_its_changes(
    world: RecordedWorld, actor: Actor, monkeypatch: pytest.MonkeyPatch, page: int, swept: int
) -> None:
    monkeypatch.setattr("application.changes.undoing.PAGE", page)
    first, last = await world.creates(actor), await world.creates(actor)  # changes 1 and 2
    world.now.step(SECOND)
    new = tuple(NewTask(title=f"Task {number}") for number in range(5))
    await world.run_batch(actor, Batch(atomic=True, operations=new))  # 3 to 7
    await world.edits(actor, last.id, title="Later")
    world.record.sweep(*range(1, swept + 1))

    for number in (3, 5, 7):
        world.now.step(SECOND)
        undone = await world.undo_changes(actor, Undo(group=number))
        assert set(world.tasks_of(actor)) == {first.id, last.id}
        world.now.step(SECOND)
        await world.undo_changes(actor, Undo(group=undone[2].number))
        assert len(world.tasks_of(actor)) == 7


async def test_a_group_that_is_too_large_or_has_lost_changes_is_not_undone(
    world: RecordedWorld, actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    new = tuple(NewTask(title=f"Task {number}") for number in range(3))
    await world.run_batch(actor, Batch(atomic=True, operations=new))
    await world.creates(actor)
    await world.creates(actor)
    world.record.sweep(4)
    with pytest.raises(ChangesGone):
        await world.undo_changes(actor, Undo(group=1))

    monkeypatch.setattr("application.changes.undoing.MAX_UNDONE_GROUP", 2)
    with pytest.raises(TooManyTasks, match="more than 2 tasks"):
        await world.undo_changes(actor, Undo(group=2))


async def test_a_task_does_not_return_to_a_project_whose_creation_is_undone_with_it(
    world: RecordedWorld, actor: Actor
) -> None:
    project = await made(world, actor)  # change 1
    task = await world.creates(actor, project_id=project.id)  # 2
    await world.edits(actor, task.id, project_id=None)  # 3

    with pytest.raises(ReferenceGone, match="undo its deletion as well"):
        await world.undoes(actor, 1, 3)
    await world.undoes(actor, 3)
    with pytest.raises(StillReferenced, match="delete the project instead"):
        await world.undoes(actor, 1)
