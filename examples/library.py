"""The system as a library: its use cases on the in-memory store, without HTTP or a database."""

import asyncio

from adapters.memory import MemoryStore
from adapters.security.common_passwords import CommonPasswords
from adapters.security.passwords import Argon2Passwords
from adapters.system.clock import utc_now
from adapters.system.ids import new_id
from application import CreateTask, CreateUser, EditTask, ListTasks, TaskChange
from domain.accounts.password import Password, PasswordPolicy
from domain.accounts.user import Email
from domain.changes.provenance import Actor
from domain.tasks.query import TaskQuery
from domain.tasks.status import Status
from domain.tasks.task import NewTask, TaskEdit


async def main() -> None:
    """Make a user and two tasks, finish one, and list both."""
    begin = MemoryStore().begin
    create_user = CreateUser(begin, utc_now, new_id, Argon2Passwords(), PasswordPolicy(CommonPasswords(5_000)))
    create_task = CreateTask(begin, utc_now, new_id)
    edit_task = EditTask(begin, utc_now)
    list_tasks = ListTasks(begin)

    ada = await create_user(Email("ada@example.com"), Password("a long walk along the river"))
    plants = (await create_task(Actor(ada.id), NewTask(title="Water the plants"))).task
    await create_task(Actor(ada.id), NewTask(title="Write to Charles"))
    await edit_task(Actor(ada.id), TaskChange(task_id=plants.id, edit=TaskEdit(status=Status.DONE)))

    page = await list_tasks(ada.id, TaskQuery())
    for task in page.tasks:
        print(f"{task.status:<12} {task.title}")


if __name__ == "__main__":
    asyncio.run(main())
