"""Pseudonyms: deterministic, and useless to an attacker who has a list of addresses but not the key."""

from hashlib import sha256

from adapters.security.keys import Purpose
from adapters.security.pseudonyms import KeyedPseudonyms
from tests.adapters.security.support.keys import FOREIGN, KEYS, ROTATED

ADA, BEN = "ada@example.com", "ben@example.com"


def test_a_name_has_one_pseudonym_and_no_two_share_it() -> None:
    assert KeyedPseudonyms(KEYS)(ADA) == KeyedPseudonyms(KEYS)(ADA)
    assert KeyedPseudonyms(KEYS)(ADA) != KeyedPseudonyms(KEYS)(BEN)


def test_without_the_key_a_list_of_addresses_identifies_no_user() -> None:
    pseudonym = KeyedPseudonyms(KEYS)(ADA)

    assert pseudonym not in {sha256(ADA.encode()).hexdigest(), KeyedPseudonyms(FOREIGN)(ADA)}
    assert len(bytes.fromhex(pseudonym)) == 32


def test_another_first_key_changes_the_pseudonyms() -> None:
    assert KeyedPseudonyms(ROTATED)(ADA) != KeyedPseudonyms(KEYS)(ADA)
    assert KeyedPseudonyms(ROTATED)(ADA) != KeyedPseudonyms(ROTATED.derived(Purpose.ALLOWANCES))(ADA)
