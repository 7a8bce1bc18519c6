"""What is measured, in which order, and how long it takes."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from attrs import frozen

from benchmarks.contestants.contestant import Contestant
from benchmarks.load.crowd import Crowd

# In seconds. A turn costs a fresh database, the start, the proof of the same work, a look at idle memory and the stop.
PER_TURN, PER_RUN, PER_CONTESTANT = 6.0, 0.5, 10.0


@frozen
class Turn:
    """One contestant is started with a number of workers on fresh data, and goes through every scenario."""

    round: int
    workers: int
    contestant: Contestant


@frozen
class Plan:
    """A comparison; every list is in the order of its report."""

    contestants: Sequence[Contestant]
    scenarios: Sequence[str]
    connections: Sequence[int]
    workers: Sequence[int]
    rounds: int
    seconds: int
    warm_up: int
    crowd: Crowd = Crowd()

    def turns(self) -> Iterator[Turn]:
        """Every turn; each round begins with another contestant, so that none is always first."""
        for place in range(self.rounds):
            shift = place % len(self.contestants)
            order = [*self.contestants[shift:], *self.contestants[:shift]]
            for workers in self.workers:
                for contestant in order:
                    yield Turn(place + 1, workers, contestant)

    def loads(self) -> Iterator[tuple[str, int]]:
        """The runs of one turn: (scenario, connections)."""
        for scenario in self.scenarios:
            for connections in self.connections:
                yield scenario, connections

    @property
    def runs(self) -> int:
        return len(list(self.turns())) * len(list(self.loads()))

    @property
    def duration(self) -> timedelta:
        """How long it will take, about."""
        turns = len(list(self.turns())) * (PER_TURN + self.warm_up)
        seconds = turns + self.runs * (self.seconds + PER_RUN) + len(self.contestants) * PER_CONTESTANT
        return timedelta(seconds=round(seconds))
