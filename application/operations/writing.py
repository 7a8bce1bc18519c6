"""Writing the difference between two states of an object."""

from domain.changes.kinds import RecordedT
from domain.changes.provenance import Provenance
from domain.ports import RecordedRepository


def write_difference(
    repository: RecordedRepository[RecordedT], before: RecordedT | None, after: RecordedT | None, provenance: Provenance
) -> None:
    """Record that an object was added, removed or replaced, if it was; None stands for one that does not exist."""
    if before is None:
        if after is not None:
            repository.add(after, provenance)
    elif after is None:
        repository.remove(before, provenance)
    elif after is not before:
        repository.save(after, provenance, before=before)
