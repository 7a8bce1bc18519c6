"""A failing test of the suite names the promise that the store breaks."""

from collections import Counter
from collections.abc import Callable
from inspect import isawaitable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.testing.contract import StoreContract
from adapters.testing.contract.promises import Promises


class Broken(Promises):
    def test_a_function_fails(self) -> None:
        raise AssertionError

    async def test_a_coroutine_fails(self) -> None:
        raise AssertionError

    async def test_an_expected_error_is_not_raised(self) -> None:
        with pytest.raises(ValueError, match="never"):
            pass

    @given(number=st.integers())
    def test_an_example_fails(self, number: int) -> None:
        assert str(number) == ""


TESTS: list[Callable[[Broken], Any]] = [
    Broken.test_a_function_fails,
    Broken.test_a_coroutine_fails,
    Broken.test_an_expected_error_is_not_raised,
    Broken.test_an_example_fails,
]


@pytest.mark.parametrize("failing", TESTS)
async def test_an_error_has_a_note_with_the_promise(failing: Callable[[Broken], Any]) -> None:
    with pytest.raises((AssertionError, pytest.fail.Exception)) as failure:
        await finished(failing(Broken()))

    promise = failing.__name__.removeprefix("test_").replace("_", " ")
    assert f"The store breaks a promise of Broken: {promise}." in failure.value.__notes__


def test_no_part_of_the_contract_hides_a_test_of_another() -> None:
    names = Counter(name for part in StoreContract.__mro__ for name in vars(part) if name.startswith("test_"))

    assert len(names) > 80
    assert [name for name, count in names.items() if count > 1] == []


async def finished(result: object) -> None:
    if isawaitable(result):
        await result
