"""Processes of this machine, as the kernel sees them."""

import os
import random
import signal
import socket
from collections.abc import Iterable
from pathlib import Path

from tests.support.waiting import until

PORTS = range(20_000, 32_000)
"""Below those that the kernel gives to clients, who would sit on the port of a server while it is down."""


def free_port() -> int:
    """A port of 127.0.0.1 on which nobody listens."""
    while True:
        port = random.choice(PORTS)  # noqa: S311 - no secret
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        state, parent = _state_and_parent(int(folder.name))
        if parent == pid and state != "Z":
            found.append(int(folder.name))
    return sorted(found)


def descendants(pid: int) -> list[int]:
    """The children of a process, and theirs."""
    direct = children(pid)
    return direct + [grandchild for child in direct for grandchild in descendants(child)]


def send_signal(pids: Iterable[int], number: signal.Signals) -> None:
    """Send a signal to processes, also to those that have gone."""
    for pid in pids:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be collected does not."""
    return _state_and_parent(pid)[0] not in {"", "Z"}


def stopped(pid: int) -> bool:
    """Whether a process was stopped by SIGSTOP."""
    return _state_and_parent(pid)[0] == "T"


def command_of(pid: int) -> bytes:
    """The command line of a process, or what it calls itself; empty if there is none."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def listeners(port: int) -> int:
    """How many sockets wait for connections at a port of 127.0.0.1."""
    lines = (line.split() for line in Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:])
    return sum(fields[1] == f"0100007F:{port:04X}" and fields[3] == "0A" for fields in lines)


def open_files(pids: Iterable[int]) -> int:
    """How many files and sockets the processes have open, all together."""
    return sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in pids)


def cpu_seconds(pids: Iterable[int]) -> float:
    """How long the processes have computed so far, all together."""
    ticks = (sum(map(int, _after_name(pid).split()[11:13])) for pid in pids)
    return sum(ticks) / os.sysconf("SC_CLK_TCK")


async def all_gone(pids: Iterable[int], *, within: float = 10.0) -> None:
    """Return when none of the processes runs any more."""
    pids = list(pids)
    await until(lambda: not any(map(alive, pids)), within=within)


def _state_and_parent(pid: int) -> tuple[str, int]:
    state, parent = (_after_name(pid).split() or ["", "0"])[:2]
    return state, int(parent)


def _after_name(pid: int) -> str:
    """Return the fields of `/proc/PID/stat` after the name (proc(5)), empty if there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2]
    except OSError:
        return ""
