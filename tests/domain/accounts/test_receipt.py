"""Receipts: the same answer to the same request, for a day."""

from datetime import timedelta

import pytest
from attrs import evolve

from adapters.testing.builders import DAY, NOON, a_key, an_outcome
from domain.accounts.receipt import ROW_OVERHEAD, IdempotencyKeyReused, Receipt, RequestKey


def test_a_receipt_answers_the_request_it_was_written_for() -> None:
    key, outcome = a_key(), an_outcome()

    receipt = Receipt.of(key, outcome, at=NOON)

    assert receipt.outcome_for(key) == outcome
    assert (receipt.owner, receipt.route, receipt.key, receipt.version) == (key.owner, key.route, key.key, 1)


def test_another_request_under_the_same_key_gets_no_answer() -> None:
    key = a_key()
    receipt = Receipt.of(key, an_outcome(), at=NOON)

    with pytest.raises(IdempotencyKeyReused):
        receipt.outcome_for(evolve(key, fingerprint=b"another request"))


def test_a_receipt_counts_for_a_day() -> None:
    receipt = Receipt.of(a_key(), an_outcome(), at=NOON)

    assert receipt.is_current(NOON)
    assert receipt.is_current(NOON + DAY - timedelta(microseconds=1))
    assert not receipt.is_current(NOON + DAY)


def test_a_receipt_that_takes_the_place_of_an_old_one_is_its_next_version() -> None:
    key = a_key()
    old = evolve(Receipt.of(key, an_outcome(), at=NOON), version=4)
    new = Receipt.of(evolve(key, fingerprint=b"another request"), an_outcome(code=204), at=NOON + DAY)

    assert old.replaced_by(new) == evolve(new, version=5)


def test_the_size_counts_everything_of_variable_length() -> None:
    key = a_key(route="PUT /x", key="one", fingerprint=b"four")
    receipt = Receipt.of(key, an_outcome(metadata=(("etag", "1"),), content=b"12345"), at=NOON)

    assert receipt.size == ROW_OVERHEAD + 6 + 3 + 4 + 5 + 5


def test_the_key_of_a_request_gets_its_owner_later() -> None:
    key = a_key(fingerprint=b"")

    assert RequestKey(key.route, key.key).of(key.owner) == key
