"""The data that every contestant starts with, and what a load generator must know of it."""

import random
from pathlib import Path

from attrs import frozen

SAMPLE = 100_000
TITLE = "Task number {number}: prepare what the meeting needs"
DESCRIPTION = "Collect the figures of last month, compare them with the plan and write down what differs and why."
PRIORITIES = ("low", "medium", "high", "critical")


@frozen
class Crowd:
    """How many users, and how many tasks each of them has."""

    users: int = 200
    tasks_each: int = 500

    @property
    def tasks(self) -> int:
        return self.users * self.tasks_each

    @staticmethod
    def email(user: int) -> str:
        return f"person{user}@example.org"


@frozen
class Population:
    """A crowd as one contestant keeps it: a token per user, and the tasks as (index of the user, id)."""

    tokens: tuple[str, ...]
    tasks: tuple[tuple[int, str], ...]

    def write(self, folder: Path) -> Path:
        """Write it for wrk, the tasks shuffled (always alike), at most 100,000 of them."""
        shuffled = random.Random(5).sample(self.tasks, min(SAMPLE, len(self.tasks)))
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "tokens").write_text("".join(f"{token}\n" for token in self.tokens))
        (folder / "tasks").write_text("".join(f"{user} {task}\n" for user, task in shuffled))
        return folder
