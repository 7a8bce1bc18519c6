"""What is measured, in which order, and how long it takes."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from attrs import frozen

from benchmarks.contestants.contestant import Contestant
from benchmarks.load.crowd import Crowd
from benchmarks.run import Run

# In seconds. A turn costs a fresh database, the start, the proof of the same work, a look at idle memory and the stop.
PER_TURN, PER_RUN, PER_CONTESTANT = 6.0, 0.5, 10.0


@frozen
class Turn:
    """One contestant is started with a number of workers on fresh data, and goes through every scenario."""

    round: int
    workers: int
    contestant: Contestant

    def contains(self, run: Run) -> bool:
        """Is it one of the runs of this turn?"""
        return (run.round, run.workers, run.contestant) == (self.round, self.workers, self.contestant.name)


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

    def warm_up_of(self, contestant: Contestant) -> int:
        """Seconds of mixed load before the first run of a turn; some need more than others."""
        return max(self.warm_up, contestant.warm_up)

    def complete(self, runs: Sequence[Run]) -> list[Run]:
        """Those runs whose turn is finished; a turn that broke off is repeated from its beginning, with fresh data."""
        of_turns = ([run for run in runs if turn.contains(run)] for turn in self.turns())
        return [run for done in of_turns if len(done) == len(list(self.loads())) for run in done]

    def settings(self) -> dict[str, object]:
        """What makes it this comparison and no other."""
        return {
            "contestants": [contestant.name for contestant in self.contestants],
            "scenarios": list(self.scenarios),
            "connections": list(self.connections),
            "workers": list(self.workers),
            "rounds": self.rounds,
            "seconds": self.seconds,
            "warm_up": self.warm_up,
            "users": self.crowd.users,
            "tasks_each": self.crowd.tasks_each,
        }

    @property
    def runs(self) -> int:
        return len(list(self.turns())) * len(list(self.loads()))

    def duration(self, finished: int = 0) -> timedelta:
        """How long it will take, about, without the runs that are already finished."""
        left = 1 - finished / self.runs
        turns = sum(PER_TURN + self.warm_up_of(turn.contestant) for turn in self.turns())
        seconds = left * (turns + self.runs * (self.seconds + PER_RUN)) + len(self.contestants) * PER_CONTESTANT
        return timedelta(seconds=round(seconds))
