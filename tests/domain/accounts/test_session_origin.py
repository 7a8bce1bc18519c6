"""Where requests come from, in a form that every store can keep."""

import pytest

from application import ClientInfo
from domain.errors import InvalidInput
from tests.support.violations import place_of


@pytest.mark.parametrize(
    ("address", "user_agent", "violations"),
    [
        ("192.0.2.1", "a\0b", [("/user_agent", "nul")]),
        ("192.0.2.1", "a\ud800b", [("/user_agent", "surrogate")]),
        ("192.0.2.1", "x" * 301, [("/user_agent", "too-long")]),
        ("192.0.2.1\0", None, [("/address", "nul")]),
        ("\udfff", None, [("/address", "surrogate")]),
        ("x" * 101, None, [("/address", "too-long")]),
        ("", None, [("/address", "too-short")]),
    ],
)
def test_what_no_database_can_keep_is_no_origin(
    address: str, user_agent: str | None, violations: list[tuple[str, str]]
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        ClientInfo(address=address, user_agent=user_agent)

    assert [(place_of(violation), violation.code) for violation in refusal.value.violations] == violations


@pytest.mark.parametrize("user_agent", [None, "", "x" * 300, "  Grüße 😀 "])
def test_any_other_text_is_kept_as_it_is(user_agent: str | None) -> None:
    assert ClientInfo(address="fe80::1%eth0", user_agent=user_agent).user_agent == user_agent
