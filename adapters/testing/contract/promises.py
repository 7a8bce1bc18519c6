"""A failing test of the suite names the promise that the store breaks."""

from collections.abc import Callable, Coroutine
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any

import pytest

Test = Callable[..., Any]


class Promises:
    """The base class of the suite: every test in a subclass is a promise, and its name is the sentence."""

    def __init_subclass__(cls) -> None:
        """Make every test of the class name its promise when it fails, and run coroutines with pytest-asyncio."""
        super().__init_subclass__()
        for name, test in list(vars(cls).items()):
            if name.startswith("test_"):
                setattr(cls, name, _naming(promise_of(cls, test), test))


def promise_of(contract: type, test: Test) -> str:
    """Return the promise that a test checks, for messages."""
    sentence = test.__name__.removeprefix("test_").replace("_", " ")
    return f"The store breaks a promise of {contract.__name__}: {sentence}."


def _naming(promise: str, test: Test) -> Test:
    """Return the test with a note on its errors; Hypothesis calls the inner function once for every example."""
    handle = getattr(test, "hypothesis", None)
    if handle is None:
        noting = _noting(promise, test)
        return pytest.mark.asyncio(noting) if iscoroutinefunction(test) else noting
    asynchronous = iscoroutinefunction(handle.inner_test)
    handle.inner_test = _noting(promise, handle.inner_test)
    return pytest.mark.asyncio(test) if asynchronous else test


def _noting(promise: str, test: Test) -> Test:
    if iscoroutinefunction(test):
        return _noting_coroutine(promise, test)

    @wraps(test)
    def noting(*args: Any, **kwargs: Any) -> object:
        __tracebackhide__ = True
        try:
            return test(*args, **kwargs)
        except BaseException as error:  # a failed `pytest.raises` is no `Exception`
            error.add_note(promise)
            raise

    return noting


def _noting_coroutine(promise: str, test: Callable[..., Coroutine[Any, Any, object]]) -> Test:
    @wraps(test)
    async def noting(*args: Any, **kwargs: Any) -> object:
        __tracebackhide__ = True
        try:
            return await test(*args, **kwargs)
        except BaseException as error:
            error.add_note(promise)
            raise

    return noting
