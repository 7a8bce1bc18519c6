"""Many changes in one request and one unit of work."""

from collections.abc import Iterator, Sequence

from attrs import define, frozen

from application.operations.commands import Operation, Outcome, TaskChange, TaskRemoval
from application.operations.operations import Operations
from application.retry import retry_on_conflict
from domain.changes.provenance import Actor
from domain.errors import Conflict, DomainError, InvalidInput, NotFound, Path, Stale, Violation
from domain.ports import Begin, Clock, NewId, Work
from domain.tasks.task import NewTask

MAX_OPERATIONS = 200


@frozen(kw_only=True)
class Batch:
    """Up to 200 operations, each on another task; `atomic` means all or none."""

    atomic: bool
    operations: tuple[Operation, ...]

    def __attrs_post_init__(self) -> None:
        if not 1 <= len(self.operations) <= MAX_OPERATIONS:
            raise InvalidInput.of("out-of-range", f"must be 1 to {MAX_OPERATIONS} operations", "operations")
        if violations := tuple(_repeated(self.operations)):
            raise InvalidInput(violations)


def _repeated(operations: Sequence[Operation]) -> Iterator[Violation]:
    seen = set()
    for index, operation in enumerate(operations):
        match operation:
            case NewTask(id=None):
                continue
            case NewTask(id=task_id):
                path: Path = ("task", "id")
            case _:
                task_id, path = operation.task_id, ("id",)
        if task_id in seen:
            yield Violation(("operations", index, *path), "repeated", "a batch names each task once")
        seen.add(task_id)


@define(eq=False)
class BatchRefused(Conflict):
    """Nothing of an atomic batch was done, because one operation could not be."""

    index: int
    reason: DomainError

    @property
    def violations(self) -> tuple[Violation, ...]:
        """Which operation it was, and why."""
        return (Violation(("operations", self.index), self.reason.code, str(self.reason)),)

    def __str__(self) -> str:
        return f"nothing was done: operation {self.index} failed: {self.reason}"


@frozen
class RunBatch:
    """Do many things to tasks, in one unit of work and in their order.

    Atomic: all of it, or `BatchRefused`. Otherwise each operation succeeds or
    fails by itself, and what succeeded is committed together.
    """

    begin: Begin
    now: Clock
    new_id: NewId

    @retry_on_conflict
    async def __call__(self, actor: Actor, batch: Batch) -> tuple[Outcome, ...]:
        """Return the result of each operation, in their order; raise `TooManyTasks`."""
        async with self.begin() as work:
            return await self.within(work, actor, batch)

    async def within(self, work: Work, actor: Actor, batch: Batch) -> tuple[Outcome, ...]:
        """The same as a part of a larger unit of work."""
        operations = await Operations.read(work, actor, batch.operations, at=self.now())
        outcomes: list[Outcome] = []
        for index, operation in enumerate(batch.operations):
            outcome = self._outcome(operations, operation)
            if batch.atomic and isinstance(outcome, DomainError):
                raise BatchRefused(index=index, reason=outcome)
            outcomes.append(outcome)
        await operations.record()
        return tuple(map(operations.final, outcomes))

    def _outcome(self, operations: Operations, operation: Operation) -> Outcome:
        try:
            match operation:
                case NewTask():
                    return operations.create(operation, self.new_id)
                case TaskChange():
                    return operations.edit(operation)
                case TaskRemoval():
                    operations.remove(operation)
                    return None
        except (InvalidInput, NotFound, Conflict, Stale) as error:
            return error
