"""The use cases on PostgreSQL, without HTTP. `DATABASE_URL` names the database, which may be empty.

Can be run any number of times: the user is created once, the tasks each time.
"""

import asyncio
import os

import migrations
from adapters.postgres import ConnectionSettings, PostgresStore
from adapters.security.common_passwords import CommonPasswords
from adapters.security.passwords import Argon2Passwords
from adapters.system.clock import utc_now
from adapters.system.ids import new_id
from application import CountTasks, CreateTask, CreateUser, EditTask, TaskChange
from domain.accounts.password import Password, PasswordPolicy
from domain.accounts.user import Email, EmailTaken, User
from domain.changes.provenance import Actor
from domain.errors import Stale
from domain.ports import Begin
from domain.tasks.filter import EVERYTHING, TaskFilter
from domain.tasks.status import Status
from domain.tasks.task import NewTask, TaskEdit

ADA = Email("ada@example.com")


async def user(begin: Begin) -> User:
    """Create the user, or return the one that an earlier run created."""
    create_user = CreateUser(begin, utc_now, new_id, Argon2Passwords(), PasswordPolicy(CommonPasswords(5_000)))
    try:
        return await create_user(ADA, Password("a long walk along the river"))
    except EmailTaken:
        async with begin() as work:
            present = await work.users.with_email(ADA)
        if present is None:
            raise
        return present


async def main() -> None:
    """Create ten tasks concurrently, finish one, and reject an edit that is based on its old version."""
    url = os.environ["DATABASE_URL"]
    await asyncio.to_thread(migrations.upgrade, url)
    async with PostgresStore(ConnectionSettings(url=url)) as store:
        create_task = CreateTask(store.begin, utc_now, new_id)
        edit_task = EditTask(store.begin, utc_now)
        ada = Actor((await user(store.begin)).id)

        titles = [f"Water plant {number}" for number in range(10)]
        created = await asyncio.gather(*(create_task(ada, NewTask(title=title)) for title in titles))
        first = created[0].task
        seen = {first.version}  # both edits are for this version only
        await edit_task(ada, TaskChange(task_id=first.id, edit=TaskEdit(status=Status.DONE), if_version=seen))
        try:
            await edit_task(ada, TaskChange(task_id=first.id, edit=TaskEdit(title="Too late"), if_version=seen))
        except Stale as error:
            print(error)

        done = await CountTasks(store.begin)(ada.user_id, TaskFilter(statuses=frozenset({Status.DONE})))
        print(f"{done} of {await CountTasks(store.begin)(ada.user_id, EVERYTHING)} tasks are done")


if __name__ == "__main__":
    asyncio.run(main())
