"""Where requests come from: proxies are believed only if the operator named them."""

from hashlib import sha256
from ipaddress import ip_network

import pytest

from domain.accounts.allowance import Allowance
from domain.accounts.session import Session
from entrypoints.settings.groups import Http
from tests.entrypoints.http.support.api import PASSWORD, running

PROXIES = (ip_network("192.0.2.0/28"), ip_network("2001:db8::/32"))


@pytest.mark.parametrize(
    ("socket", "forwarded_for", "address"),
    [
        ("198.51.100.7", None, "198.51.100.7"),
        ("198.51.100.7", "203.0.113.9", "198.51.100.7"),
        ("192.0.2.1", None, "192.0.2.1"),
        ("192.0.2.1", "203.0.113.9", "203.0.113.9"),
        ("192.0.2.1", "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        ("192.0.2.1", "203.0.113.9, 192.0.2.2", "203.0.113.9"),
        ("192.0.2.1", "6.6.6.6, 203.0.113.9 ,192.0.2.2,192.0.2.3", "203.0.113.9"),
        ("192.0.2.1", "192.0.2.3", "192.0.2.3"),
        ("192.0.2.1", "nonsense", "192.0.2.1"),
        ("192.0.2.1", "203.0.113.9, nonsense", "192.0.2.1"),
        ("192.0.2.1", "203.0.113.9, ", "192.0.2.1"),
        ("2001:db8::1", "2001:4860::8888", "2001:4860::8888"),
        ("192.0.2.99", "203.0.113.9", "192.0.2.99"),
        ("192.0.2.1", "fe80::1%eth0", "fe80::1%eth0"),
        ("192.0.2.1", f"fe80::1%{'x' * 100}", "192.0.2.1"),
        ("192.0.2.1", "fe80::1%\0", "192.0.2.1"),
    ],
)
async def test_the_address_is_the_last_that_no_trusted_proxy_has(
    socket: str, forwarded_for: str | None, address: str
) -> None:
    async with running(http=Http(trusted_proxies=PROXIES), client=(socket, 1)) as api:
        headers = {} if forwarded_for is None else {"X-Forwarded-For": forwarded_for}
        await api("POST", "auth/register", json={"email": "ada@example.com", "password": PASSWORD})
        await api("POST", "auth/login", json={"email": "ada@example.com", "password": PASSWORD}, headers=headers)
        (session,) = api.store.all_of(Session)

    assert session.address == address


async def test_what_is_counted_shows_neither_account_nor_address() -> None:
    async with running(client=("198.51.100.7", 1)) as api:
        await api("POST", "auth/register", json={"email": "ada@example.com", "password": PASSWORD})
        await api("POST", "auth/login", json={"email": "ada@example.com", "password": "not her password at all"})
        subjects = [allowance.subject for allowance in api.store.all_of(Allowance)]

    plain = ["ada@example.com", sha256(b"ada@example.com").hexdigest(), "198.51.100.7"]
    assert [subject.rpartition(":")[0] for subject in subjects] == [
        "register:address",
        "known:network",
        "guess:account",
    ]
    assert not [text for text in plain for subject in subjects if text in subject]


async def test_a_forged_x_forwarded_for_does_not_evade_the_limits() -> None:
    async with running() as api:
        answers = [
            await api(
                "POST",
                "auth/register",
                json={"email": f"person{number}@example.com", "password": PASSWORD},
                headers={"X-Forwarded-For": f"203.0.113.{number}"},
            )
            for number in range(21)
        ]

    assert [answer.status_code for answer in answers] == [201] * 20 + [429]


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b"Firefox/140", "Firefox/140"),
        (b"x" * 5_000, "x" * 300),
        ("Grüße".encode(), "Grüße"),
        (b"\xff\xfe", "\ufffd\ufffd"),
        (b"a\x1b[31mb", "a [31mb"),
        (b"a\0b", "a b"),
        (b"\xed\xa0\x80", "\ufffd\ufffd\ufffd"),
        (b"", None),
    ],
)
async def test_the_user_agent_is_kept_in_a_printable_form(sent: bytes, kept: str | None) -> None:
    async with running() as api:
        await api("POST", "auth/register", json={"email": "ada@example.com", "password": PASSWORD})
        await api(
            "POST",
            "auth/login",
            json={"email": "ada@example.com", "password": PASSWORD},
            headers={"User-Agent": sent},
        )
        (session,) = api.store.all_of(Session)

    assert session.user_agent == kept
