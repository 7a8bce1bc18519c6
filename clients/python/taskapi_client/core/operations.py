"""Declarations of operations, which are methods in every mode.

An operation is declared once, as a method that returns a `Request`. On a resource of the synchronous client it returns
the result, on one of the asynchronous client an awaitable result, and in a dry run a `DryRun` of the result.
"""

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterator
from functools import update_wrapper
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, get_args, get_origin, overload

from taskapi_client.core.calls import Call, Request, call_of
from taskapi_client.core.exchange import Exchange
from taskapi_client.core.keeper import TokenKeeper
from taskapi_client.core.messages import Response
from taskapi_client.core.modes import Awaiting, AwaitingTrial, Blocking, BlockingTrial
from taskapi_client.core.pages import Page, json_parser, page_parser
from taskapi_client.types.changes import DryRun

P = ParamSpec("P")
T = TypeVar("T")
M = TypeVar("M")
NO_CONTENT = 204
Describe = Callable[Concatenate[Any, P], Request]


class Resource(Generic[M]):
    """Operations on one kind of object."""

    def __init__(self, exchange: Exchange, mode: Blocking | Awaiting) -> None:
        self.exchange = exchange
        self.mode = mode


class Declaration(Generic[P, T]):
    """Method, path and result of an operation."""

    def __init__(
        self, method: str, path: str, answer: type[T], describe: Describe[P], after: "After[T] | None", *, public: bool
    ) -> None:
        self.method, self.path, self.answer, self.public = method, path, answer, public
        self.describe = describe
        self._after = after
        self._parse: Callable[[Response], T] = _parser_of(answer)
        self.__doc__ = describe.__doc__

    def call(self, *arguments: P.args, **keywords: P.kwargs) -> Call[T]:
        """Return the call with these arguments."""
        request = self.describe(None, *arguments, **keywords)
        return call_of(self.method, self.path, request, self._parse, public=self.public)

    def bound(self, resource: Resource[Any]) -> Callable[P, Any]:
        """Return the method of a resource."""
        exchange = resource.exchange

        async def send(call: Call[T]) -> T:
            result = await exchange.send(call)
            if self._after is not None:
                self._after(exchange.keeper, result)
            return result

        def method(*arguments: P.args, **keywords: P.kwargs) -> Any:
            call = self.call(*arguments, **keywords)
            return resource.mode.finish(exchange.try_out(call) if exchange.dry_run else send(call))

        return update_wrapper(method, self.describe)


After = Callable[[TokenKeeper, T], None]


class Operation(Declaration[P, T]):
    """An operation without dry runs."""

    @overload
    def __get__(self, instance: None, owner: object) -> "Operation[P, T]": ...
    @overload
    def __get__(self, instance: Resource[Blocking], owner: object) -> Callable[P, T]: ...
    @overload
    def __get__(self, instance: Resource[Awaiting], owner: object) -> Callable[P, Awaitable[T]]: ...
    def __get__(self, instance: Resource[Any] | None, owner: object) -> Any:
        if instance is None:
            return self
        if instance.exchange.dry_run:
            raise TypeError(f"{self.describe.__name__} has no dry run")
        return self.bound(instance)


class Change(Declaration[P, T]):
    """An operation that can be tried without an effect."""

    @overload
    def __get__(self, instance: None, owner: object) -> "Change[P, T]": ...
    @overload
    def __get__(self, instance: Resource[Blocking], owner: object) -> Callable[P, T]: ...
    @overload
    def __get__(self, instance: Resource[Awaiting], owner: object) -> Callable[P, Awaitable[T]]: ...
    @overload
    def __get__(self, instance: Resource[BlockingTrial], owner: object) -> Callable[P, DryRun[T]]: ...
    @overload
    def __get__(self, instance: Resource[AwaitingTrial], owner: object) -> Callable[P, Awaitable[DryRun[T]]]: ...
    def __get__(self, instance: Resource[Any] | None, owner: object) -> Any:
        return self if instance is None else self.bound(instance)


class Iteration(Generic[P, T]):
    """A method that yields items, with as many requests as necessary."""

    def __init__(self, generate: Callable[Concatenate[Any, P], AsyncGenerator[T, None]]) -> None:
        self._generate = generate
        self.__doc__ = generate.__doc__

    @overload
    def __get__(self, instance: None, owner: object) -> "Iteration[P, T]": ...
    @overload
    def __get__(self, instance: Resource[Blocking], owner: object) -> Callable[P, Iterator[T]]: ...
    @overload
    def __get__(self, instance: Resource[Awaiting], owner: object) -> Callable[P, AsyncIterator[T]]: ...
    def __get__(self, instance: Resource[Any] | None, owner: object) -> Any:
        if instance is None:
            return self

        def method(*arguments: P.args, **keywords: P.kwargs) -> Any:
            return instance.mode.iterate(self._generate(instance, *arguments, **keywords))

        return update_wrapper(method, self._generate)


def operation(
    method: str, path: str, answer: type[T], *, after: After[T] | None = None, public: bool = False
) -> Callable[[Describe[P]], Operation[P, T]]:
    """Declare an operation; `after` is called with the result."""
    return lambda describe: Operation(method, path, answer, describe, after, public=public)


def change(method: str, path: str, answer: type[T]) -> Callable[[Describe[P]], Change[P, T]]:
    """Declare an operation that takes `Prefer: dry-run`."""
    return lambda describe: Change(method, path, answer, describe, None, public=False)


def items_of(pages: Operation[P, Page[T]]) -> Iteration[P, T]:
    """Declare the iteration over the items of all pages."""

    async def every(self: Resource[Any], /, *arguments: P.args, **keywords: P.kwargs) -> AsyncGenerator[T, None]:
        """Yield all items, page by page."""
        call = pages.call(*arguments, **keywords)
        while True:
            page = await self.exchange.send(call)
            for item in page.items:
                yield item
            if page.next is None:
                return
            call = call.at(page.next)

    return Iteration(every)


def _parser_of(answer: Any) -> Callable[[Response], Any]:
    if answer is type(None):
        return _nothing
    if get_origin(answer) is Page:
        (item,) = get_args(answer)
        return page_parser(json_parser(list[item]))  # type: ignore[valid-type]
    return json_parser(answer)


def _nothing(response: Response) -> None:
    if response.status != NO_CONTENT:
        raise ValueError("a response without content was expected")
