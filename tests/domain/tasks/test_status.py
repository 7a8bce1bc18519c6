"""The table of statuses, as the contract promises it."""

from domain.tasks.status import TRANSITIONS, Status


def test_the_table_is_the_one_of_the_contract() -> None:
    written = {status.value: {follower.value for follower in status.next} for status in Status}

    assert written == {
        "todo": {"in_progress", "done", "cancelled"},
        "in_progress": {"todo", "done", "cancelled"},
        "done": {"todo", "in_progress"},
        "cancelled": {"todo"},
    }


def test_no_status_follows_itself() -> None:
    assert [status for status in Status if status in status.next] == []


def test_every_status_can_be_reached_from_every_other() -> None:
    assert {status: reachable_from(status) for status in Status} == {status: set(Status) for status in Status}


def test_the_table_cannot_be_changed() -> None:
    assert not hasattr(TRANSITIONS, "__setitem__")


def reachable_from(start: Status) -> set[Status]:
    reached, ahead = set[Status](), {start}
    while ahead:
        reached |= ahead
        ahead = {follower for status in ahead for follower in status.next} - reached
    return reached
