"""Reads return the data of one user only."""

import pytest
from attrs import evolve

from adapters.testing.builders import (
    MINUTE,
    NOON,
    a_key,
    a_project,
    a_receipt,
    a_session,
    a_task,
    a_token,
    a_user,
    an_allowance,
)
from adapters.testing.contract.fixtures import StoreFixtures
from adapters.testing.units import add
from domain.accounts.personal_access_token import TokenNotFound
from domain.accounts.session import SessionNotFound
from domain.ids import UserId
from domain.ports import Begin
from domain.projects.project import ProjectNotFound
from domain.tasks.filter import EVERYTHING
from domain.tasks.query import TaskQuery
from domain.tasks.task import TaskNotFound


class OwnershipContract(StoreFixtures):
    """The data of a user are visible to their owner only."""

    async def test_a_task_of_another_user_does_not_exist(self, begin: Begin, owner: UserId) -> None:
        stranger = a_user()
        task = a_task(owner=owner)
        await add(begin, stranger, task)

        async with begin() as work:
            with pytest.raises(TaskNotFound) as refusal:
                await work.tasks.get(task.id, owner=stranger.id)
            assert (await work.tasks.page(TaskQuery(), owner=stranger.id)).tasks == ()
            assert await work.tasks.count(EVERYTHING, owner=stranger.id) == 0

        assert refusal.value.task_id == task.id

    async def test_a_missing_task_raises_the_same_error_as_a_foreign_task(self, begin: Begin, owner: UserId) -> None:
        task = a_task(owner=owner)

        async with begin() as work:
            with pytest.raises(TaskNotFound) as refusal:
                await work.tasks.get(task.id, owner=owner)

        assert refusal.value.task_id == task.id

    async def test_two_users_may_have_tasks_with_the_same_id(self, begin: Begin, owner: UserId) -> None:
        other = a_user()
        task = a_task(owner=owner)
        twin = evolve(task, owner=other.id, title="Another")

        await add(begin, other, task, twin)

        async with begin() as work:
            assert await work.tasks.get(task.id, owner=owner) == task
            assert await work.tasks.get(task.id, owner=other.id) == twin

    async def test_a_project_of_another_user_does_not_exist(self, begin: Begin, owner: UserId) -> None:
        stranger = a_user()
        project = a_project(owner=owner)
        await add(begin, stranger, project)

        async with begin() as work:
            assert await work.projects.get(project.id, owner=owner) == project
            with pytest.raises(ProjectNotFound) as error:
                await work.projects.get(project.id, owner=stranger.id)
            assert await work.outlines.find(owner) is None

        assert error.value.project_id == project.id

    async def test_a_session_of_another_user_does_not_exist(self, begin: Begin, owner: UserId) -> None:
        stranger = a_user()
        session = a_session(user_id=owner)
        await add(begin, stranger, session)

        async with begin() as work:
            with pytest.raises(SessionNotFound) as refusal:
                await work.sessions.get(session.id, owner=stranger.id)
            assert await work.sessions.of(stranger.id) == ()

        assert refusal.value.session_id == session.id

    async def test_all_sessions_of_a_user_are_listed_newest_first_including_ended_ones(
        self, begin: Begin, owner: UserId
    ) -> None:
        sessions = [a_session(user_id=owner, created_at=NOON + n * MINUTE) for n in (2, 0, 1, 1)]
        sessions.append(a_session(user_id=owner, created_at=NOON - MINUTE, ended_at=NOON, expires_at=NOON))
        await add(begin, *sessions)

        async with begin() as work:
            listed = await work.sessions.of(owner)

        newest_first = sorted(sessions, key=lambda session: (session.created_at, session.id), reverse=True)
        assert list(listed) == newest_first

    async def test_a_receipt_is_found_by_owner_route_and_key_whatever_the_fingerprint(
        self, begin: Begin, owner: UserId
    ) -> None:
        stranger = a_user()
        receipt = a_receipt(owner=owner, route="POST /tasks", key="once")
        await add(begin, stranger, receipt)
        key = a_key(owner=owner, route="POST /tasks", key="once", fingerprint=b"another request")

        async with begin() as work:
            assert await work.receipts.find(key) == receipt
            assert await work.receipts.find(evolve(key, owner=stranger.id)) is None
            assert await work.receipts.find(evolve(key, route="PATCH /tasks")) is None
            assert await work.receipts.find(evolve(key, key="twice")) is None

    async def test_an_allowance_is_found_by_its_exact_subject_only(self, begin: Begin) -> None:
        allowance = an_allowance()
        await add(begin, allowance)

        async with begin() as work:
            assert await work.allowances.find(allowance.subject) == allowance
            assert await work.allowances.find(allowance.subject.upper()) is None
            assert await work.allowances.find(f"{allowance.subject} ") is None

    async def test_a_token_of_another_user_does_not_exist(self, begin: Begin, owner: UserId) -> None:
        stranger = a_user()
        token = a_token(user_id=owner)
        await add(begin, stranger, token)

        async with begin() as work:
            with pytest.raises(TokenNotFound) as refusal:
                await work.tokens.get(token.id, owner=stranger.id)
            assert await work.tokens.of(stranger.id) == ()

        assert refusal.value.token_id == token.id

    async def test_all_tokens_of_a_user_are_listed_newest_first(self, begin: Begin, owner: UserId) -> None:
        tokens = [a_token(user_id=owner, created_at=NOON + n * MINUTE) for n in range(3)]
        await add(begin, *tokens)

        async with begin() as work:
            assert await work.tokens.of(owner) == tuple(reversed(tokens))
