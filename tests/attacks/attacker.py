"""The attacker, a process of its own: `python -m tests.attacks.attacker PORT CONNECTIONS SECONDS TOKEN ATTACK…`."""

import asyncio
import resource
import sys
from contextlib import suppress
from itertools import cycle

from tests.attacks.attacks import ATTACKS, Attack, numbers

PATIENCE = 5.0
"""Seconds that a client waits for a response."""
HOLDS = 120.0
"""Seconds that a client that does not read waits to be disconnected."""


async def attack(port: int, attack: Attack, token: str, until: float) -> None:
    """Attack on one connection after the other."""
    while asyncio.get_running_loop().time() < until:
        with suppress(OSError, TimeoutError, asyncio.IncompleteReadError):
            async with asyncio.timeout_at(until):
                reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=4_096)
                try:
                    await _rounds(attack, token, reader, writer)
                finally:
                    writer.close()


async def _rounds(attack: Attack, token: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Send until the connection ends."""
    while True:
        data = attack.make(token, next(numbers))
        for begin in range(0, len(data), attack.dribble or len(data) or 1):
            writer.write(data[begin : begin + (attack.dribble or len(data))])
            if attack.dribble:
                await asyncio.sleep(0.01)
            if writer.is_closing():
                return
        if not attack.reads:
            writer.transport.pause_reading()  # type: ignore[attr-defined]  # of a socket
            await asyncio.sleep(HOLDS)
            return
        async with asyncio.timeout(PATIENCE):
            if not await _read_response(reader, bodiless=data.startswith(b"HEAD")):
                return


async def _read_response(reader: asyncio.StreamReader, *, bodiless: bool) -> bool:
    """Read a response; return whether another request may follow."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    _, _, length = head.partition(b"content-length: ")
    left = 0 if bodiless else int(length.split(b"\r\n")[0] or b"0")
    while left:
        part = await reader.read(min(left, 65_536))
        if not part:
            return False
        left -= len(part)
    return b"connection: close" not in head


async def main(port: int, connections: int, seconds: float, token: str, names: list[str]) -> None:
    """Attack with all connections at once."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, connections + 100), hard))
    until = asyncio.get_running_loop().time() + seconds
    chosen = cycle(ATTACKS[name] for name in names)
    await asyncio.gather(*(attack(port, next(chosen), token, until) for _ in range(connections)))
    sys.stdout.write(f"{next(numbers)}\n")  # rounds


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), sys.argv[4], sys.argv[5:]))
