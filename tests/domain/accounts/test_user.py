"""The one form in which an e-mail address is kept: no two people's addresses ever become one."""

import itertools
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.testing.strategies import raw_texts
from domain.accounts.user import Email
from domain.errors import InvalidInput
from tests.support.violations import place_of

LONGEST_LOCAL = "l" * 64
LONGEST_DOMAIN = ".".join(["d" * 63, "d" * 63, "d" * 63, "d" * 56, "com"])

ACCEPTED = (
    "mike@example.com",
    "MIKE@EXAMPLE.COM",
    " Mike@Example.com ",
    "m.ike@example.com",
    "mike+tasks@example.com",
    "mike@mail.example.com",
    "mike@example.co",
    "strasse@example.com",
    "stra-e@example.com",
    "kelvin@example.com",
    "mike@xn--exmple-cua.com",
    "mike@exmple.com",
    "o'neill@example.com",
    "{`}~!#$%&*/=?^_|-@example.com",
    f"{LONGEST_LOCAL}@example.com",
    f"l@{LONGEST_DOMAIN}",
)
REFUSED = (
    "m\u0131ke@example.com",  # a dotless i, upper case I
    "m\u0130ke@example.com",  # an I with a dot, lower case i and a mark
    "mi\u212ae@example.com",  # the Kelvin sign, lower case k
    "\u017ftrasse@example.com",  # a long s, upper case S
    "straße@example.com",
    "mike\uff20example.com",  # a full-width @
    "\uff4dike@example.com",  # a full-width m
    "mike@exämple.com",
    unicodedata.normalize("NFD", "mike@exämple.com"),
    "mike@example\u3002com",  # an ideographic full stop
    "mike@example.com.",
    "mike@.example.com",
    "mike@example..com",
    ".mike@example.com",
    "mike.@example.com",
    "mi..ke@example.com",
    "mike@-example.com",
    "mike@example-.com",
    "mike@example",
    "mike@localhost",
    "mike@127.0.0.1",
    "mike@[127.0.0.1]",
    "a@b@example.com",
    "@example.com",
    "mike@",
    "mike",
    "",
    " ",
    '"mike"@example.com',
    '"mike tyson"@example.com',
    "mi ke@example.com",
    "mike@exam ple.com",
    "mike@example.com\n",
    "\tmike@example.com",
    "mike@example.com\r\nBcc: all@example.com",
    "mike@example.com\0",
    "mike\u200b@example.com",
    "mike@example.com\ufeff",
    "mike@example_1.com",
    "mike@example.com,ann@example.com",
    "Mike <mike@example.com>",
    "mike(boss)@example.com",
    "\ud800@example.com",
    f"l{LONGEST_LOCAL}@example.com",
    f"l@d{LONGEST_DOMAIN}",
    f"ll@{LONGEST_DOMAIN}",
    "mike@" + "d" * 64 + ".com",
    "m" * 1_000_000 + "@example.com",
)


def canonical(raw: str) -> Email | None:
    try:
        return Email(raw)
    except InvalidInput:
        return None


@pytest.mark.parametrize("raw", ACCEPTED)
def test_an_address_is_kept_in_lower_case_without_blanks_around_it(raw: str) -> None:
    assert Email(raw) == raw.strip(" ").lower()


@pytest.mark.parametrize("raw", REFUSED, ids=lambda raw: ascii(raw)[:40])
def test_what_could_be_taken_for_another_address_is_refused(raw: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        Email(raw)

    assert [(place_of(violation), violation.code) for violation in refusal.value.violations] == [("", "not-an-email")]


def test_no_two_addresses_ever_become_one_but_by_the_case_of_ascii_letters() -> None:
    pairs = itertools.permutations(ACCEPTED + REFUSED, 2)

    collisions = {frozenset({a, b}) for a, b in pairs if canonical(a) is not None and canonical(a) == canonical(b)}

    spellings_of_one = ("mike@example.com", "MIKE@EXAMPLE.COM", " Mike@Example.com ")
    assert collisions == {frozenset(pair) for pair in itertools.combinations(spellings_of_one, 2)}


@given(raw=st.emails() | raw_texts | raw_texts.map(lambda text: f"{text}@example.com"))
def test_the_canonical_form_is_printable_ascii_and_its_own_canonical_form(raw: str) -> None:
    address = canonical(raw)

    if address is not None:
        assert Email(address) == address
        assert address == raw.strip(" ").lower()
        assert address.isascii()
        assert address.isprintable()
        assert " " not in address
