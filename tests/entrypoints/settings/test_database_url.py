"""Database URLs, validated before anything connects."""

import re
import ssl
from pathlib import Path

import pytest

from entrypoints.settings import DatabaseUrl, libpq_parameters


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://host/tasks", "postgresql://host/tasks"),
        ("postgres://ann@host", "postgres://ann@host"),
        ("postgresql://ann:hunter2@host:5432/tasks", "postgresql://ann:***@host:5432/tasks"),
        (
            "postgresql://ann:hunter%402@a:1,[::1]:2,c/tasks?sslmode=require",
            "postgresql://ann:***@a:1,[::1]:2,c/tasks?sslmode=require",
        ),
        (
            "postgresql://ann@/tasks?host=/var/run/my%20db&port=5433",
            "postgresql://ann@/tasks?host=/var/run/my%20db&port=5433",
        ),
        ("postgresql://host/tasks?user=ann&password=hunter2", "postgresql://host/tasks?user=ann&password=***"),
        ("postgresql://host?target_session_attrs=read-write", "postgresql://host?target_session_attrs=read-write"),
    ],
)
def test_a_valid_url_is_kept_and_shows_no_password(url: str, shown: str) -> None:
    parsed = DatabaseUrl.parsed(url)

    assert (parsed.secret.revealed, str(parsed)) == (url, shown)
    assert "hunter2" not in repr(parsed)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "",
            "is empty; give postgresql://user:password@host:5432/database, or remove it to use the embedded PostgreSQL",
        ),
        ("hunter2", "is not a URL; give postgresql://user"),
        ("postgresql+asyncpg://ann:hunter2@host/tasks", "names a driver; write postgresql:// without +asyncpg"),
        ("postgres+psycopg2://ann:hunter2@host/tasks", "names a driver; write postgres:// without +psycopg2"),
        ("mysql://ann:hunter2@host/tasks", "must be a PostgreSQL URL, not mysql"),
        ("sqlite:///tasks.db", "must be a PostgreSQL URL, not sqlite"),
        ("postgresql://ann:hun@ter2@host/tasks", "has an unencoded @, / or #; write special characters"),
        ("postgresql://ann:hunter2/@host/tasks", "has an unencoded @, / or #; write special characters"),
        ("postgresql://ann:12/hunter2@host/tasks", "has an unencoded @, / or #; write special characters"),
        ("postgresql://ann:hunter2#@host/tasks", "has an unencoded @, / or #; write special characters"),
        ("postgresql://ann:hunter2%@host/tasks", "has a % that starts no escape sequence; write it as %25"),
        ("postgresql://ann:hunter 2@host/tasks", "contains a space or a control character"),
        ("postgresql://ann:hunter2@/tasks", "names no host"),
        ("postgresql://ann:hunter2@a,/tasks", "has an invalid host or port (number 2)"),
        ("postgresql://ann:hunter2@a:0/tasks", "has an invalid host or port (number 1)"),
        ("postgresql://ann:hunter2@a:65536/tasks", "has an invalid host or port (number 1)"),
        ("postgresql://ann:hunter2@::1/tasks", "has an invalid host or port (number 1)"),
        ("postgresql://ann:hunter2@a/tasks?sslmode=on", "has an unknown sslmode; give one of disable, allow"),
        ("postgresql://ann:hunter2@a/tasks?ssl=true&schema=public", "remove schema, ssl"),
        (
            "postgresql://ann:hunter2@a/t?channel_binding=require&sslmode=prefer",
            "encrypt with sslmode=require or better",
        ),
        ("postgresql://ann:hunter2@a/t?channel_binding=yes", "invalid or unsupported value of channel_binding"),
        ("postgresql://ann:hunter2@a/t?connect_timeout=soon", "invalid or unsupported value of connect_timeout"),
        ("postgresql://ann:hunter2@a/t?gssencmode=require", "invalid or unsupported value of gssencmode"),
        ("postgresql://ann:hunter2@a/t?sslrootcert=system&sslmode=require", "which requires sslmode=verify-full"),
    ],
)
def test_an_invalid_url_is_rejected_with_the_remedy_and_not_repeated(url: str, expected: str) -> None:
    with pytest.raises(ValueError, match=re.escape(expected)) as caught:
        DatabaseUrl.parsed(url)

    assert "hunter" not in str(caught.value)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("sslmode=require&channel_binding=require", "sslmode=require"),
        ("channel_binding=require", "sslmode=require"),
        ("channel_binding=prefer&connect_timeout=5", ""),
        (
            "connect_timeout=5&application_name=my%20tasks&keepalives=1&keepalives_idle=30",
            "application_name=my%20tasks",
        ),
        ("options=endpoint%3Dep-cool-name&gssencmode=disable", "options=endpoint%3Dep-cool-name"),
        ("sslmode=verify-full&sslrootcert=/etc/ca.pem", "sslmode=verify-full&sslrootcert=/etc/ca.pem"),
    ],
)
def test_parameters_that_hosting_services_print_are_understood(query: str, expected: str) -> None:
    parsed = DatabaseUrl.parsed(f"postgresql://ann:hunter2@host/tasks?{query}")

    address, _, left = parsed.secret.revealed.partition("?")
    assert (address, left) == ("postgresql://ann:hunter2@host/tasks", expected)


def test_the_certificates_of_the_system_are_named_for_the_driver(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url = "postgresql://host/tasks?sslmode=verify-full&sslrootcert=system"
    (tmp_path / "my certificates.pem").touch()
    paths = ssl.get_default_verify_paths()._replace(cafile=str(tmp_path / "my certificates.pem"))
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: paths)

    assert DatabaseUrl.parsed(url).secret.revealed == (
        f"postgresql://host/tasks?sslmode=verify-full&sslrootcert={tmp_path}/my%20certificates.pem"
    )


def test_a_system_without_certificates_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    paths = ssl.get_default_verify_paths()._replace(cafile="", openssl_cafile="/nowhere")
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: paths)
    monkeypatch.setattr(libpq_parameters, "SYSTEM_CERTIFICATES", ())

    with pytest.raises(ValueError, match="this system has no file of certificates; name one"):
        DatabaseUrl.parsed("postgresql://host/tasks?sslmode=verify-full&sslrootcert=system")
