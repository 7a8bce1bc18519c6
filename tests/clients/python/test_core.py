"""The parts of the core that no server is needed for."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from taskapi_client.core.calls import Call
from taskapi_client.core.messages import HttpRequest, Response
from taskapi_client.core.modes import Blocking, finished
from taskapi_client.types.choices import Status


def test_a_generator_is_closed_with_its_iterator() -> None:
    closed = []

    async def numbers() -> AsyncGenerator[int, None]:
        try:
            yield 1
            yield 2
        finally:
            closed.append(True)

    generator = numbers()  # kept, so that it is not closed by the garbage collection
    iterator = Blocking().iterate(generator)
    assert next(iterator) == 1
    iterator.close()  # type: ignore[attr-defined]

    assert closed == [True]
    assert list(Blocking().iterate(numbers())) == [1, 2]


def test_a_coroutine_that_suspends_is_an_error() -> None:
    with pytest.raises(RuntimeError, match="must not suspend"):
        finished(asyncio.sleep(0))


def test_an_error_in_a_coroutine_is_raised() -> None:
    async def fail() -> None:
        raise KeyError("on purpose")

    with pytest.raises(KeyError, match="on purpose"):
        finished(fail())


def test_no_message_shows_token_or_body() -> None:
    headers = {"Authorization": "Bearer secret"}
    request = HttpRequest(method="POST", target="/x", headers=headers, body=b"secret", silence=1.0)
    call = Call(method="POST", path="/x", parse=bytes.decode, body=b"secret")  # type: ignore[arg-type]

    assert "secret" not in f"{request!r} {call!r} {Response(200, {}, b'secret')!r}"


def test_words_of_a_later_server_are_equal_if_they_are_the_same() -> None:
    word = Status("waiting")

    assert (word, str(word), word.value, word == Status("waiting")) == ("waiting", "waiting", "waiting", True)
    assert "waiting" not in [*Status]
    with pytest.raises(ValueError, match="7"):
        Status(7)  # type: ignore[arg-type]
