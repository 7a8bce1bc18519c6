"""Under each attack a bystander is served, and the memory of the workers is bounded (docs/security.md)."""

import asyncio

import pytest

from tests.attacks.attacks import ATTACKS
from tests.attacks.bystander import waits
from tests.attacks.conftest import Scene

pytestmark = pytest.mark.attacks

CONNECTIONS, SECONDS = 4, 10.0
"""Of an attack while a bystander is watched."""
MANY, LONG = 600, 120.0
"""Connections and seconds of all attacks together."""
THOUSANDS, HELD = 8_000, 30.0
"""Connections and seconds of each attack that holds connections."""
MAX_GROWTH = 64 * 1024 * 1024
"""Bytes above the idle size."""
NOISE = 20.0
"""Milliseconds."""


@pytest.mark.parametrize("name", ATTACKS)
async def test_a_bystander_is_served_under_attack(scene: Scene, name: str) -> None:
    quiet = await waits(scene.server.port, scene.bystander, scene.path, SECONDS / 2)
    async with scene.attack(CONNECTIONS, SECONDS, name):
        await asyncio.sleep(1)
        attacked = await waits(scene.server.port, scene.bystander, scene.path, SECONDS - 2)
    print(f"{name}: p50 {quiet.p50:.1f} -> {attacked.p50:.1f} ms, p99 {quiet.p99:.1f} -> {attacked.p99:.1f} ms")  # noqa: T201 - a figure

    assert attacked.failed == 0
    assert attacked.p99 <= 3 * quiet.p99 + NOISE


@pytest.mark.parametrize("name", [name for name in ATTACKS if name.startswith("A6")])
async def test_thousands_of_connections_do_not_fill_the_memory(scene: Scene, name: str) -> None:
    idle, peak = scene.memory(), 0
    async with scene.attack(THOUSANDS, HELD, name):
        end = asyncio.get_running_loop().time() + HELD
        while asyncio.get_running_loop().time() < end:
            peak = max(peak, scene.memory())
            await asyncio.sleep(0.2)
    print(f"{name}, {THOUSANDS:,} connections: {idle >> 20} -> {peak >> 20} MiB")  # noqa: T201 - a figure

    assert peak - idle <= MAX_GROWTH
    assert scene.server.ready()


async def test_the_memory_of_a_worker_is_bounded_under_all_attacks_at_once(scene: Scene) -> None:
    idle, peak = scene.memory(), 0
    async with scene.attack(MANY, LONG, *ATTACKS):
        end = asyncio.get_running_loop().time() + LONG
        while asyncio.get_running_loop().time() < end:
            peak = max(peak, scene.memory())
            await asyncio.sleep(0.2)
    print(f"all attacks: {idle >> 20} -> {peak >> 20} MiB")  # noqa: T201 - a figure

    assert peak - idle <= MAX_GROWTH
    assert scene.server.ready()
