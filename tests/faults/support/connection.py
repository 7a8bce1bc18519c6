"""An HTTP/1.1 client that hides nothing: one connection, one request at a time, no retries, every answer timed."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any

from attrs import define, field, frozen

HEAD_AT_MOST = 65_536


class NoAnswer(Exception):
    """The connection was refused or broke, or the answer did not come in time; what was asked for may have happened."""


@frozen
class Answer:
    """What came back, and when (in seconds, by the event loop's clock)."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    asked_at: float
    at: float

    @property
    def seconds(self) -> float:
        """How long it took."""
        return self.at - self.asked_at

    @property
    def json(self) -> Any:
        """The body."""
        return json.loads(self.body)

    @property
    def code(self) -> str | None:
        """The problem's code, if it is one."""
        is_problem = self.headers.get("content-type") == "application/problem+json"
        return self.json["code"] if is_problem else None


@define(eq=False)
class Connection:
    """A connection to a port of this machine, made again after it was lost."""

    port: int
    patience: float = 10.0
    """Seconds to wait for an answer."""
    answers: list[Answer] = field(factory=list, init=False)
    lost: int = field(default=0, init=False)
    """Requests that got no answer."""
    _streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = field(default=None, init=False)

    async def ask(
        self, method: str, path: str, body: object = None, *, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Return the answer; raise `NoAnswer`."""
        begin = asyncio.get_running_loop().time()
        try:
            async with asyncio.timeout(self.patience):
                reader, writer = self._streams = self._streams or await asyncio.open_connection(
                    "127.0.0.1", self.port, limit=HEAD_AT_MOST
                )
                writer.write(request(method, path, body, headers or {}))
                status, found = await read_head(reader)
                content = b"" if method == "HEAD" else await _body(reader, status, found)
        except (OSError, EOFError, ValueError) as error:
            self.lost += 1
            self.close()
            raise NoAnswer(f"{method} {path}: {type(error).__name__} {error}") from error
        except BaseException:
            self.close()  # half an answer may be left in it
            raise
        if found.get("connection") == "close":
            self.close()
        answer = Answer(status, found, content, begin, asyncio.get_running_loop().time())
        self.answers.append(answer)
        return answer

    def close(self) -> None:
        """Leave, whatever is under way."""
        if self._streams:
            self._streams[1].transport.abort()
            self._streams = None


def request(method: str, path: str, body: object, headers: Mapping[str, str]) -> bytes:
    """The bytes of a request."""
    content = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    return "\r\n".join((*lines, "", "")).encode() + content


async def read_head(reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines if line)
    return int(first.split(" ")[1]), {name.lower(): value.strip() for name, _, value in pairs}


async def _body(reader: asyncio.StreamReader, status: int, headers: Mapping[str, str]) -> bytes:
    if status in {204, 304}:
        return b""
    if headers.get("transfer-encoding") != "chunked":
        return await reader.readexactly(int(headers["content-length"]))
    whole = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        whole += (await reader.readexactly(size + 2))[:-2]
    await reader.readexactly(2)
    return whole
