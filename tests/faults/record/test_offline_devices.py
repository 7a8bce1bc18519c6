"""Devices that change the same tasks offline, and whose connections break at any moment, converge (R32)."""

import asyncio
from collections import Counter
from random import Random

import pytest

from tests.faults.record.audit import contradictions
from tests.faults.record.offline_device import OfflineDevice
from tests.faults.record.replica import all_tasks, whole_record
from tests.faults.support.connection import NoAnswer
from tests.faults.support.figures import Figures
from tests.faults.support.lengths import short
from tests.faults.support.people import Crowd
from tests.faults.support.proxy import FaultProxy, Toxics
from tests.faults.support.service import Serve

DEVICES = 3
ROUNDS, SEEDS = 120, 5
"""Of the long test."""
MOST_OPERATIONS = 6
"""Between two attempts to synchronise."""


@pytest.mark.parametrize(
    ("seed", "rounds"),
    [short(1, 8), *(pytest.param(seed, 120, id=f"long {seed}", marks=pytest.mark.long) for seed in range(1, 6))],
)
async def test_three_devices_that_work_offline_converge(
    start_service: Serve, crowd: Crowd, figures: Figures, seed: int, rounds: int
) -> None:
    service = await start_service()
    person = await crowd.sign_up(service.port)
    async with FaultProxy.before("127.0.0.1", service.port) as proxy:
        proxy.random = Random(seed)  # noqa: S311
        proxy.toxics = Toxics(cut_answers=0.1, latency=0.002, jitter=0.002)
        devices = [
            OfflineDevice(f"device {n}", person.again(proxy.listens_on), Random(f"{seed} {n}"))  # noqa: S311
            for n in range(DEVICES)
        ]
        interrupted = await asyncio.gather(*(use(device, proxy, rounds) for device in devices))
        proxy.toxics = Toxics()
        for device in (*devices, *devices):
            device.person.connection.close()  # which may be cut already
            await device.synchronise()

    tasks, record = await all_tasks(person), await whole_record(person)
    results = sum((device.results for device in devices), Counter())
    written = Counter(change["fields"]["title"]["after"] for change in record if "title" in change["fields"])
    figures(
        "R32",
        f"seed {seed}: {DEVICES} devices, {rounds} times offline each, {sum(interrupted)} synchronisations cut off: "
        f"{len(record):,} changes, {results['412']} conflicts (412), {results['replayed']} replays; "
        f"all have the same {len(tasks)} tasks as the service",
    )
    for device in devices:
        assert device.objects == device.folded.tasks == device.visible == tasks
        assert device.folded.number == len(record)
        assert {written[title] for title in device.done} == {1}
        assert {written[title] for title in device.dropped} <= {0}
    assert sum(interrupted) > 0
    assert results["412"] > 0
    assert await contradictions(service.database_url) == {}


async def use(device: OfflineDevice, proxy: FaultProxy, rounds: int) -> int:
    """Work offline and synchronise, again and again; return how often that was cut off."""
    interrupted, began = 0, False
    for _ in range(rounds):
        for _ in range(device.random.randint(0, MOST_OPERATIONS)):
            device.act()
        if device.random.random() < 0.05:
            proxy.cut_all()
        try:
            if not began:
                await device.begin()
                began = True
            await device.synchronise()
        except NoAnswer:
            interrupted += 1
        await asyncio.sleep(device.random.uniform(0, 0.02))
    return interrupted
