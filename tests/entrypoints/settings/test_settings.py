"""Settings: their sources, their values, and the messages for invalid ones."""

import re
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from entrypoints.settings import DatabaseUrl, Secret, Settings
from entrypoints.settings.settings import all_settings
from entrypoints.settings.signing_keys import signing_keys
from tests.entrypoints.settings.support import REAL, SECRET, message_of, messages_of
from tests.support.repository import ROOT


def test_without_values_every_setting_has_its_default() -> None:
    assert Settings.load({}) == Settings()


def test_the_environment_wins_over_the_file(dotenv: Path) -> None:
    dotenv.write_text("SERVER_PORT=1111\nLOG_LEVEL=debug\n", encoding="utf-8")

    settings = Settings.load({"SERVER_PORT": "2222"}, dotenv)

    assert (settings.server.port, settings.logs.level) == (2222, "debug")


def test_a_missing_file_sets_nothing(dotenv: Path) -> None:
    assert Settings.load({}, dotenv) == Settings()


def test_values_are_parsed_into_their_types() -> None:
    settings = Settings.load(
        REAL
        | {
            "JWT_EXPIRATION_HOURS": "2",
            "MIGRATE_ON_START": "no",
            "TRUSTED_PROXIES": "10.0.0.0/8, ::1",
            "CORS_ALLOW_ORIGINS": "https://App.example,http://localhost:3000",
            "REQUEST_TIMEOUT_SECONDS": "0.5",
            "SERVER_HOST": "localhost",
            "DATA_DIR": "~/data",
        }
    )

    assert settings.database.url == DatabaseUrl(Secret("postgresql://ann:hunter2@db/tasks"))
    assert settings.tokens.signing_keys == signing_keys(SECRET)
    assert settings.tokens.lifetime == timedelta(hours=2)
    assert settings.database.migrate_on_start is False
    assert settings.http.trusted_proxies == (ip_network("10.0.0.0/8"), ip_network("::1"))
    assert settings.http.cors_allow_origins == ("https://app.example", "http://localhost:3000")
    assert settings.http.request_timeout == 0.5
    assert settings.server.host == "127.0.0.1"
    assert settings.database.data_dir == Path.home() / "data"


def test_an_empty_value_is_rejected_except_for_the_list_of_origins() -> None:
    assert Settings.load({"CORS_ALLOW_ORIGINS": ""}).http.cors_allow_origins == ()
    assert "is empty; give postgresql://" in messages_of({"DATABASE_URL": "", "JWT_SECRET": SECRET})[0]
    assert "must be a whole number from 1 to 65535; got ''" in message_of("SERVER_PORT", "")


def test_all_violations_are_reported_together_each_with_its_source(dotenv: Path) -> None:
    dotenv.write_text("LOG_LEVEL=loud\nnonsense\nCOLOUR=red\nSERVER_WORKERS=0\n", encoding="utf-8")

    messages = messages_of({"SERVER_PORT": "high", "JWT_SECERT": SECRET, "DATABASE_URL": "mysql://x"}, dotenv)

    assert [message.partition(":")[0] for message in messages] == [
        "JWT_SECERT (environment)",
        ".env, line 2",
        "COLOUR (.env, line 3)",
        "DATABASE_URL (environment)",
        "SERVER_PORT (environment)",
        "SERVER_WORKERS (.env, line 4)",
        "LOG_LEVEL (.env, line 1)",
        "JWT_SECRET (not set)",
    ]
    assert not [message for message in messages if "\n" in message or SECRET in message]


EXAMPLES = ("DATABASE_URL", "PUBLIC_URL", "METRICS_PORT")
"""Settings without a default, whose line in `.env.example` shows a possible value."""
NO_PUBLIC_URLS = (
    "",
    "example.com",
    "ftp://a",
    "https://",
    "https://u@a",
    "https://a?b",
    "https://a/..",
    "https://a//b",
)


@pytest.mark.parametrize("text", ["https://example.com/todo", "https://example.com/todo/"])
def test_a_public_url_has_no_slash_at_the_end(text: str) -> None:
    assert Settings.load({"PUBLIC_URL": text}).http.public_url == "https://example.com/todo"


@pytest.mark.parametrize("text", ["http://localhost:8080", "https://[::1]", "https://a-b.example/c/d.e"])
def test_a_public_url_may_have_a_port_and_a_path(text: str) -> None:
    assert Settings.load({"PUBLIC_URL": text}).http.public_url == text


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("SERVER_PORT", "high", "must be a whole number from 1 to 65535; got 'high' (default: 8080)"),
        ("SERVER_PORT", "65536", "must be a whole number from 1 to 65535; got '65536' (default: 8080)"),
        (
            "SERVER_PORT",
            "\uff18\uff10",
            "must be a whole number from 1 to 65535; got '\uff18\uff10' (default: 8080)",
        ),
        ("SERVER_PORT", "1" * 99, f"must be a whole number from 1 to 65535; got '{'1' * 60}…' (default: 8080)"),
        (
            "SERVER_HOST",
            "api",
            "must be an IP address: 127.0.0.1 for this machine only, 0.0.0.0 for all networks; got 'api'",
        ),
        ("MIGRATE_ON_START", "maybe", "must be true or false; got 'maybe'"),
        ("LOG_FORMAT", "xml", "must be one of auto, json, console; got 'xml'"),
        ("RATE_LIMIT_PER_USER", "-1", "must be a whole number from 0 to 10000000; got '-1' (default: 6000)"),
        ("REQUEST_TIMEOUT_SECONDS", "0", "must be a number of seconds above 0, at most 300; got '0'"),
        (
            "CORS_ALLOW_ORIGINS",
            "https://a.example/",
            "scheme and host without a path, as in https://app.example; got 'https://a.example/'",
        ),
        ("CORS_ALLOW_ORIGINS", "*,https://a.example", "has * besides other items"),
        ("CORS_ALLOW_ORIGINS", "https://a.example,,", "has an empty item"),
        *(("PUBLIC_URL", wrong, "must be an http or https URL") for wrong in NO_PUBLIC_URLS),
        ("ALLOWED_HOSTS", "https://a.example", "must be host names without scheme and port"),
        ("ALLOWED_HOSTS", "", "or *; got ''"),
        ("TRUSTED_PROXIES", "10.0.0.1/8", "got '10.0.0.1/8', did you mean 10.0.0.0/8?"),
        ("TRUSTED_PROXIES", "proxy", "must be networks, as in 10.0.0.0/8; got 'proxy'"),
        ("METRICS_TOKEN", "short", "must be at least 16 letters, digits or any of -._~+/; generate one: python3 -c"),
        ("METRICS_TOKEN", "not-in-a-header-(RFC6750)", "must be at least 16 letters"),
        ("METRICS_PORT", "8080", "is the port of the API; choose another port"),
        ("REFRESH_EXPIRATION_DAYS", "0", "must be a whole number from 1 to 3650; got '0'"),
        ("JWT_EXPIRATION_HOURS", "721", "must not be shorter than JWT_EXPIRATION_HOURS; raise it"),
        ("DATA_DIR", "", "must be the path of a folder; remove it to use the default"),
    ],
)
def test_a_violation_is_reported_with_the_remedy(name: str, text: str, expected: str) -> None:
    assert expected in message_of(name, text)


@pytest.mark.parametrize("name", ["SERVER_PORT", "METRICS_PORT"])
def test_variables_that_kubernetes_sets_are_recognised(name: str) -> None:
    service = name.removesuffix("_PORT").lower()

    assert f"the value that Kubernetes sets for a Service named {service}; set enableServiceLinks: false" in message_of(
        name, "tcp://10.0.0.1:80"
    )


@pytest.mark.parametrize(
    ("secret", "expected"),
    [
        ("hunter2hunter2", "must be at least 32 bytes; got 14"),
        ("x" * 40, "repeats a few characters"),
        ("changeme-changeme-changeme-0123456789", "is a published example"),
        (f"{SECRET},hunter2", "got 7"),
        (f"{SECRET},{SECRET}", "contains an id or a secret twice"),
    ],
)
def test_a_weak_secret_stops_the_start_and_is_not_repeated(secret: str, expected: str) -> None:
    for environ in ({"JWT_SECRET": secret}, REAL | {"JWT_SECRET": secret}):
        (message,) = messages_of(environ)

        assert expected in message
        assert "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'" in message
        assert "hunter2" not in message


def test_white_space_around_a_value_is_removed() -> None:
    padded = Settings.load({"JWT_SECRET": f" {SECRET}\n", "SERVER_PORT": " 1\r"})

    assert padded == Settings.load({"JWT_SECRET": SECRET, "SERVER_PORT": "1"})


def test_several_secrets_may_be_given_with_ids() -> None:
    other = SECRET[::-1]

    keys = Settings.load({"JWT_SECRET": f"new:{SECRET}, old:{other}"}).tokens.signing_keys

    assert keys is not None
    assert [(key.kid, key.secret) for key in keys] == [("new", SECRET.encode()), ("old", other.encode())]


def test_the_port_of_a_hosting_platform_is_used_unless_the_setting_is_set(dotenv: Path) -> None:
    dotenv.write_text("PORT=5001\n", encoding="utf-8")

    assert Settings.load({"PORT": "5000"}).server.port == 5000
    assert Settings.load({}, dotenv).server.port == 5001
    assert Settings.load({"PORT": "5000", "SERVER_PORT": "6000"}).server.port == 6000
    assert message_of("PORT", "many").startswith("SERVER_PORT (PORT, environment): ")


def test_a_server_without_load_balancer_need_not_drain() -> None:
    assert Settings.load({"DRAIN_SECONDS": "0"}).server.drain_seconds == 0
    assert "from 0, at most 600" in message_of("DRAIN_SECONDS", "-1")


def test_telemetry_variables_of_both_sources_are_kept_unchanged(dotenv: Path) -> None:
    dotenv.write_text("OTEL_SERVICE_NAME=tasks\nOTEL_TRACES_SAMPLER=always_on\n", encoding="utf-8")

    settings = Settings.load({"OTEL_SERVICE_NAME": "other"}, dotenv)

    assert settings.telemetry == {"OTEL_SERVICE_NAME": "other", "OTEL_TRACES_SAMPLER": "always_on"}


def test_no_secret_shows_when_settings_are_printed() -> None:
    settings = Settings.load(REAL | {"METRICS_TOKEN": "a-token-of-many-letters"})
    shown = f"{settings} {settings!r} {settings.database.url} {settings.metrics.token!s:>9}"

    assert "ann:***@db" in shown
    assert [secret for secret in (SECRET, "hunter2", "a-token") if secret in shown] == []


def test_the_documentation_lists_exactly_the_settings_with_their_defaults() -> None:
    text = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.+?) \|", text, re.MULTILINE)
    documented = {name: None if default == "none" else default.strip("`") for name, default in rows}

    assert documented == {
        setting.name: "empty" if setting.default == "" else setting.default for setting in all_settings()
    }
    assert len(rows) == len(documented)


def test_the_example_lists_every_setting_with_its_default() -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    lines = dict(re.findall(r"^# ([A-Z_]+)=(.*)$", text, re.MULTILINE))

    assert [*lines] == [setting.name for setting in all_settings()]
    assert {name: value for name, value in lines.items() if name not in EXAMPLES} == {
        setting.name: setting.default or "" for setting in all_settings() if setting.name not in EXAMPLES
    }


def test_the_example_can_be_copied_and_its_lines_uncommented(dotenv: Path) -> None:
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    dotenv.write_text(text, encoding="utf-8")
    assert Settings.load({}, dotenv) == Settings()

    without_secrets = re.sub(
        r"^# (DATABASE_URL|PUBLIC_URL|METRICS_PORT|JWT_SECRET|METRICS_TOKEN)=", "# ", text, flags=re.MULTILINE
    )
    dotenv.write_text(re.sub(r"^# ([A-Z_]+=)", r"\1", without_secrets, flags=re.MULTILINE), encoding="utf-8")

    assert Settings.load({}, dotenv) == Settings()
