"""Which of some accounts have changes after a number, whichever process has committed them."""

from adapters.postgres import ConnectionSettings, PostgresStore
from adapters.testing.builders import a_task, a_user, a_user_id
from adapters.testing.units import add
from domain.ids import UserId


async def test_accounts_with_changes_behind_a_number_are_found(
    postgres_store: PostgresStore, database_url: str
) -> None:
    ada, ben, cleo = a_user(), a_user(), a_user()
    await add(postgres_store.begin, ada, ben, cleo, a_task(owner=ada.id), a_task(owner=ada.id), a_task(owner=ben.id))

    async with PostgresStore(ConnectionSettings(url=database_url)) as other:
        find = other.accounts_with_changes
        assert set(await find({ada.id: 0, ben.id: 0, cleo.id: 0, a_user_id(): 0})) == {ada.id, ben.id}
        assert set(await find({ada.id: 1, ben.id: 1})) == {ada.id}
        assert await find({ada.id: 2, ben.id: 5}) == []
        await add(postgres_store.begin, a_task(owner=ben.id))
        assert await find({ada.id: 2, ben.id: 1}) == [ben.id]


async def test_a_store_announces_the_accounts_whose_changes_it_has_committed(database_url: str) -> None:
    announced: list[UserId] = []
    ada, ben = a_user(), a_user()
    async with PostgresStore(ConnectionSettings(url=database_url), announce=announced.append) as store:
        await add(store.begin, ada, ben)
        assert announced == []

        await add(store.begin, a_task(owner=ada.id), a_task(owner=ada.id))
        assert announced == [ada.id]
        await add(store.begin, a_task(owner=ada.id), a_task(owner=ben.id))
        assert sorted(announced[1:]) == sorted([ada.id, ben.id])
