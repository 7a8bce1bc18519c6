"""Committing one batch of units over one connection."""

from collections.abc import Mapping

from adapters.postgres.batching.domain_errors import domain_error
from adapters.postgres.batching.pending_unit import PendingUnit
from adapters.postgres.connection.connection import Connection
from adapters.postgres.sql.statements import statement
from adapters.postgres.sql.writes import (
    APPEND,
    Record,
    Write,
    append_arguments_for,
    arguments_for,
    in_lock_order,
    is_recorded,
    lock_statement_for,
    locks_before,
    recorded_arguments_for,
    recorded_statement_for,
    statement_for,
)
from domain.changes.recorded_change import RecordedChange
from domain.errors import StoreUnavailable
from domain.ports.change_set import ChangeKind, VersionConflict
from domain.ports.stored import Key, key_of
from domain.tasks.task import Task


def reject(batch: list[PendingUnit], error: StoreUnavailable) -> list[PendingUnit]:
    """Report an error to all units; return the committed ones: none."""
    for unit in batch:
        unit.resolve(error)
    return []


async def commit_batch(connection: Connection, batch: list[PendingUnit]) -> list[PendingUnit]:
    """Commit a batch and report errors to the units that lost; return the committed units, not yet resolved."""
    committed, undecided = ([], batch) if len(batch) == 1 else await _commit_together(connection, batch)
    for unit in undecided:
        if error := await _commit_alone(connection, unit):
            unit.resolve(error)
        else:
            committed.append(unit)
    return committed


async def _commit_together(
    connection: Connection, batch: list[PendingUnit]
) -> tuple[list[PendingUnit], list[PendingUnit]]:
    """Commit what can be committed together; return the committed units, and those that must be retried alone."""
    undecided: list[PendingUnit] = []
    committed = False
    while batch and not committed:
        try:
            lost, committed = await _transaction(connection, batch)
        except StoreUnavailable as error:
            return reject(batch, error), undecided
        except Exception:  # noqa: BLE001 - it does not name a unit, so each is retried alone and gets its own error
            return [], undecided + batch
        losers = [unit for unit in batch if not lost.isdisjoint(unit.changes.keys())]
        batch = [unit for unit in batch if lost.isdisjoint(unit.changes.keys())]
        for unit in losers:
            if conflict := _version_conflict(unit, lost):
                unit.resolve(conflict)
            else:
                undecided.append(unit)
    return batch, undecided


def _version_conflict(unit: PendingUnit, lost: set[Key]) -> VersionConflict | None:
    """Return the error of a unit that lost against another version; None if it may be a conflict of unique keys."""
    for key in lost:
        change = unit.changes.get(key)
        if change is not None and change.kind is not ChangeKind.ADD:
            return VersionConflict(entity=change.entity)
    return None


async def _commit_alone(connection: Connection, unit: PendingUnit) -> BaseException | None:
    """Commit one unit; return the error if it fails."""
    try:
        lost, _ = await _transaction(connection, [unit], alone=True)
    except Exception as error:  # noqa: BLE001 - the caller receives it
        return domain_error(error, about=unit.entity_of(error))
    conflicts = (VersionConflict(entity=change.entity) for change in unit.changes if key_of(change.entity) in lost)
    return next(conflicts, None)


async def _transaction(
    connection: Connection, units: list[PendingUnit], *, alone: bool = False
) -> tuple[set[Key], bool]:
    """Write all units in one transaction; return the keys without effect, and whether it was committed.

    It is rolled back if a unit of several changes lost one of them, or if a unit's changes did not get the numbers that
    it expects.
    """
    writes = in_lock_order(change for unit in units for change in unit.changes)
    record = {_task_key(change): change for unit in units for change in unit.changes.recorded}
    expecting = [unit for unit in units if unit.changes.expected_latest is not None and unit.changes.recorded]
    # One statement changes and records; several must all have locked their rows before the numbers are assigned.
    appends = bool(record) and (bool(expecting) or sum(write[0] is Task for write in writes) > 1)
    if len(writes) == 1 and not appends and all(len(unit.changes) == 1 for unit in units):
        # One statement is a transaction of its own, and a unit of one change that lost has written nothing.
        return await _write(connection, writes[0], record, alone=alone), True
    await connection.execute("BEGIN")
    try:
        if appends:
            lost, numbers = await _write_and_append(connection, writes, record, alone=alone)
        else:
            lost, numbers = await _write_all(connection, writes, record, alone=alone), {}
        misnumbered = [unit for unit in expecting if not _is_as_expected(unit, numbers)]
        lost.update(*(unit.changes.keys() for unit in misnumbered))
        is_partial = any(len(unit.changes) > 1 and not lost.isdisjoint(unit.changes.keys()) for unit in units)
        is_committed = not (misnumbered or is_partial)
        await connection.execute("COMMIT" if is_committed else "ROLLBACK")
    except BaseException:
        await connection.roll_back()
        raise
    return lost, is_committed


async def _write_and_append(
    connection: Connection, writes: list[Write], record: Record, *, alone: bool
) -> tuple[set[Key], dict[Key, int]]:
    """Run all statements, and record the changes behind those of the tasks; return the lost keys, and the numbers."""
    behind = 1 + max(index for index, write in enumerate(writes) if write[0] is Task)
    lost = await _write_all(connection, writes[:behind], {}, alone=alone)
    numbers = await _append(connection, [change for key, change in record.items() if key not in lost])
    return lost | await _write_all(connection, writes[behind:], {}, alone=alone), numbers


async def _write_all(connection: Connection, writes: list[Write], record: Record, *, alone: bool) -> set[Key]:
    """Run several statements; return the keys on which they took no effect."""
    lost: set[Key] = set()
    locks = locks_before(writes)
    for write in writes:
        kind, change_kind, _ = write
        if change_kind is not ChangeKind.ADD and (keys := locks.pop(kind, None)):
            await connection.fetch(lock_statement_for(kind).sql, list(zip(*keys, strict=True)))
        lost |= await _write(connection, write, record, alone=alone)
    return lost


async def _write(connection: Connection, write: Write, record: Record, *, alone: bool) -> set[Key]:
    """Run one statement; return the keys on which it took no effect. What the record has is recorded as well."""
    kind, change_kind, entities = write
    if record and is_recorded(write):
        statement = recorded_statement_for(change_kind, alone=alone)
        arguments = recorded_arguments_for(change_kind, entities, record)
    else:
        statement = statement_for(change_kind, kind, alone=alone)
        arguments = arguments_for(change_kind, entities)
    rows = await connection.fetch(statement.sql, arguments)
    if len(rows) == len(entities):
        return set()
    written = {tuple(row) for row in rows}
    return {key for key in map(key_of, entities) if key[1] not in written}


async def _append(connection: Connection, changes: list[RecordedChange]) -> dict[Key, int]:
    """Record changes; return the number of each."""
    if not changes:
        return {}
    rows = await connection.fetch(statement(APPEND).sql, append_arguments_for(changes))
    return {(Task, (owner, object_id)): number for owner, object_id, number in rows}


def _is_as_expected(unit: PendingUnit, numbers: Mapping[Key, int]) -> bool:
    """Return whether the changes of a unit got the numbers behind the one that it expects to be the last."""
    _, latest = unit.changes.expected_latest or (None, 0)
    expected = {_task_key(change): number for number, change in enumerate(unit.changes.recorded, start=latest + 1)}
    return all(numbers.get(key) == number for key, number in expected.items())


def _task_key(change: RecordedChange) -> Key:
    return Task, (change.owner, change.object_id)
