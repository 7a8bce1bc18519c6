"""Committing one batch of units over one connection."""

from adapters.postgres.batching.domain_errors import domain_error
from adapters.postgres.batching.pending_unit import PendingUnit
from adapters.postgres.connection.connection import Connection
from adapters.postgres.sql.statements import statement
from adapters.postgres.sql.writes import (
    APPEND,
    RECORDED_CLASSES,
    Record,
    Write,
    append_arguments_for,
    arguments_for,
    in_lock_order,
    is_recorded,
    lock_statement_for,
    locks_before,
    recorded_arguments_for,
    recorded_key,
    recorded_statement_for,
    statement_for,
)
from domain.changes.kinds import ObjectKind
from domain.changes.recorded_change import RecordedChange
from domain.errors import StoreUnavailable
from domain.ports.change_set import ChangeKind, ChangeSet, VersionConflict
from domain.ports.stored import Entity, Key, key_of


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

    It is rolled back if a unit of several changes lost one of them.
    """
    writes = in_lock_order(change for unit in units for change in unit.changes)
    record = {recorded_key(change): change for unit in units for change in unit.changes.recorded}
    numbered = [unit for unit in units if unit.changes.numbered]
    # One statement changes and records; several must all have locked their rows before the numbers are assigned.
    appends = bool(record) and (bool(numbered) or sum(write[0] in RECORDED_CLASSES for write in writes) > 1)
    if len(writes) == 1 and not appends and all(len(unit.changes) == 1 for unit in units):
        # One statement is a transaction of its own, and a unit of one change that lost has written nothing.
        return await _write(connection, writes[0], record, alone=alone), True
    await connection.execute("BEGIN")
    try:
        if appends:
            lost = await _write_and_append(connection, writes, record, numbered, alone=alone)
        else:
            lost = await _write_all(connection, writes, record, alone=alone)
        is_partial = any(len(unit.changes) > 1 and not lost.isdisjoint(unit.changes.keys()) for unit in units)
        await connection.execute("ROLLBACK" if is_partial else "COMMIT")
    except BaseException:
        await connection.roll_back()
        raise
    return lost, not is_partial


async def _write_and_append(
    connection: Connection, writes: list[Write], record: Record, numbered: list[PendingUnit], *, alone: bool
) -> set[Key]:
    """Run all statements, and record the changes after those of the objects; return the keys without effect.

    What is written after the record may contain its numbers.
    """
    split = 1 + max(index for index, write in enumerate(writes) if write[0] in RECORDED_CLASSES)
    lost = await _write_all(connection, writes[:split], {}, alone=alone)
    numbers = await _append(connection, [change for key, change in record.items() if key not in lost])
    for unit in numbered:
        unit.changes.number(numbers.get(recorded_key(change), 0) for change in unit.changes.recorded)
    completed = {key: unit.changes for unit in numbered for key in unit.changes.keys()}  # noqa: SIM118 - not a dict
    later: list[Write] = [
        (kind, change_kind, [_completed(each, completed.get(key_of(each))) for each in entities])
        for kind, change_kind, entities in writes[split:]
    ]
    return lost | await _write_all(connection, later, {}, alone=alone)


def _completed(entity: Entity, changes: ChangeSet | None) -> Entity:
    return entity if changes is None else changes.completed(entity)


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
        statement = recorded_statement_for(change_kind, kind, alone=alone)
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
    return {(ObjectKind(kind).entity, (owner, object_id)): number for owner, kind, object_id, number in rows}
