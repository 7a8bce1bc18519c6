"""What is measured again and again."""

from attrs import frozen

from benchmarks.load.wrk import Figures


@frozen
class Run:
    """One measurement."""

    contestant: str
    round: int
    workers: int
    scenario: str
    connections: int
    idle_memory_mib: float
    figures: Figures
