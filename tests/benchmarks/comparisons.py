"""A small comparison and made-up runs of it."""

from typing import Any

from benchmarks.contestants.field import CONTESTANTS
from benchmarks.load.crowd import Crowd
from benchmarks.load.wrk import Figures
from benchmarks.plan import Plan, Turn
from benchmarks.run import Run


def plan(*names: str, **others: Any) -> Plan:
    """Two turns of two runs each for every contestant."""
    settings = {
        "scenarios": ("simple", "read"),
        "connections": (32,),
        "workers": (1,),
        "rounds": 2,
        "seconds": 1,
        "warm_up": 4,
        "crowd": Crowd(users=2, tasks_each=3),
    }
    return Plan(contestants=[CONTESTANTS[name] for name in names], **{**settings, **others})


def runs_of(turn: Turn, of: Plan, requests_per_second: float = 1000) -> list[Run]:
    """All runs of a turn."""
    figures = Figures(
        requests=1,
        requests_per_second=requests_per_second,
        p50_ms=1.5,
        p99_ms=4,
        application_cpu_us=40,
        database_cpu_us=60,
        memory_mib=12,
    )
    return [
        Run(turn.contestant.name, turn.round, turn.workers, scenario, connections, 11, figures)
        for scenario, connections in of.loads()
    ]
