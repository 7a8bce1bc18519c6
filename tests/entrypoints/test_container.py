"""The composition root provides every dependency, with the declared type."""

from typing import get_origin, get_type_hints

import pytest
from attrs import evolve, fields

from adapters.memory import MemoryStore
from adapters.postgres import PostgresStore
from application.use_cases import UseCases
from entrypoints.container import Container
from entrypoints.settings import DatabaseUrl, Settings
from entrypoints.settings.groups import Database, Limits
from tests.entrypoints.http.support.api import a_container

URL = DatabaseUrl.parsed("postgresql://user:password@db.example:5432/tasks")


def test_every_provider_can_be_resolved() -> None:
    container = a_container()
    container.check_dependencies()

    for provider in container.providers.values():
        provider()


def test_every_use_case_is_of_its_own_kind_and_has_what_its_fields_want() -> None:
    use_cases = a_container().use_cases()

    for name, kind in get_type_hints(UseCases).items():
        use_case = getattr(use_cases, name)
        declared_class = get_origin(kind) or kind
        assert type(use_case) is declared_class
        for field in fields(declared_class):
            declared, value = field.type, getattr(use_case, field.name)
            if isinstance(declared, type) and not getattr(declared, "_is_protocol", False):
                assert isinstance(value, declared), f"{name}.{field.name}"
            else:
                assert value is not None


def test_the_url_decides_about_the_store() -> None:
    settings = a_container().settings()

    assert isinstance(Container(settings=settings).store(), MemoryStore)
    with_url = evolve(settings, database=Database(url=URL))
    assert isinstance(Container(settings=with_url).store(), PostgresStore)


def test_only_a_database_has_background_tasks() -> None:
    settings = a_container().settings()

    assert Container(settings=settings).background_tasks() == []
    assert len(Container(settings=evolve(settings, database=Database(url=URL))).background_tasks()) == 3


def test_the_limits_are_those_of_the_settings() -> None:
    settings = evolve(a_container().settings(), limits=Limits(login_guesses_per_account=3, registrations_per_address=4))

    limits = Container(settings=settings).limits()

    assert (limits.guesses_per_account.count, limits.registrations_per_address.count) == (3, 4)
    assert limits.guesses_per_account.window == settings.limits.login_window


def test_nothing_is_put_together_without_keys() -> None:
    with pytest.raises(ValueError, match="signing keys"):
        Container(settings=Settings()).keys()


def test_two_containers_share_nothing() -> None:
    assert a_container().store() is not a_container().store()
