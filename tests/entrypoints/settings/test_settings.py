"""Settings as an operator meets them: what is read, what is refused and how it is told."""

import re
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest

from entrypoints.settings import DatabaseUrl, Secret, Settings, SettingsError
from entrypoints.settings.names import near_miss
from entrypoints.settings.settings import declared
from entrypoints.settings.signing_keys import signing_keys
from tests.support.repository import ROOT

SECRET = "vG4x-Kq81nM_z0LwTtYbHs6ReUc2DaPj"
REAL = {"DATABASE_URL": "postgresql://ann:hunter2@db/tasks", "JWT_SECRET": SECRET}


def problems_of(environ: dict[str, str], dotenv: Path | None = None) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        Settings.load(environ, dotenv)
    return caught.value.problems


def problem_of(name: str, text: str) -> str:
    (problem,) = problems_of({name: text})
    return problem


@pytest.fixture
def dotenv(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def test_with_nothing_set_everything_has_its_default() -> None:
    assert Settings.load({}) == Settings()


def test_the_environment_wins_over_the_file(dotenv: Path) -> None:
    dotenv.write_text("SERVER_PORT=1111\nLOG_LEVEL=debug\n", encoding="utf-8")

    settings = Settings.load({"SERVER_PORT": "2222"}, dotenv)

    assert (settings.server.port, settings.logs.level) == (2222, "debug")


def test_a_file_that_is_not_there_sets_nothing(dotenv: Path) -> None:
    assert Settings.load({}, dotenv) == Settings()


def test_values_arrive_in_the_types_they_are_used_in() -> None:
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


def test_an_empty_list_of_origins_is_off_and_an_empty_anything_else_a_problem() -> None:
    assert Settings.load({"CORS_ALLOW_ORIGINS": ""}).http.cors_allow_origins == ()
    assert "is empty; give postgresql://" in problems_of({"DATABASE_URL": "", "JWT_SECRET": SECRET})[0]
    assert "'' is not a whole number" in problem_of("SERVER_PORT", "")


def test_all_problems_are_told_at_once_each_with_its_source(dotenv: Path) -> None:
    dotenv.write_text("LOG_LEVEL=loud\nnonsense\nCOLOUR=red\nSERVER_WORKERS=0\n", encoding="utf-8")

    problems = problems_of({"SERVER_PORT": "high", "JWT_SECERT": SECRET, "DATABASE_URL": "mysql://x"}, dotenv)

    assert [problem.partition(":")[0] for problem in problems] == [
        "JWT_SECERT (environment)",
        ".env, line 2",
        "COLOUR (.env, line 3)",
        "DATABASE_URL (environment)",
        "SERVER_PORT (environment)",
        "SERVER_WORKERS (.env, line 4)",
        "LOG_LEVEL (.env, line 1)",
        "JWT_SECRET (not set)",
    ]
    assert not [problem for problem in problems if "\n" in problem or SECRET in problem]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("SERVER_PORT", "high", "'high' is not a whole number from 1 to 65535; give one (default: 8080)"),
        ("SERVER_PORT", "65536", "'65536' is not a whole number from 1 to 65535; give one (default: 8080)"),
        (
            "SERVER_PORT",
            "\uff18\uff10",
            "'\uff18\uff10' is not a whole number from 1 to 65535; give one (default: 8080)",
        ),
        ("SERVER_PORT", "1" * 99, f"'{'1' * 60}…' is not a whole number from 1 to 65535; give one (default: 8080)"),
        (
            "SERVER_HOST",
            "api",
            "'api' is not an IP address; give 127.0.0.1 for this machine alone, 0.0.0.0 for everybody",
        ),
        ("MIGRATE_ON_START", "maybe", "'maybe' is neither true nor false; give one of them"),
        ("LOG_FORMAT", "xml", "'xml' is not known; give one of auto, json, console"),
        ("RATE_LIMIT_PER_USER", "-1", "'-1' is not a whole number from 0 to 10000000; give one (default: 6000)"),
        ("REQUEST_TIMEOUT_SECONDS", "0", "'0' is not a number of seconds above 0 and up to 300; give one"),
        ("CORS_ALLOW_ORIGINS", "https://a.example/", "give scheme and host without a path: https://app.example"),
        ("CORS_ALLOW_ORIGINS", "*,https://a.example", "has * beside others"),
        ("CORS_ALLOW_ORIGINS", "https://a.example,,", "has nothing between two commas"),
        ("ALLOWED_HOSTS", "https://a.example", "give names without scheme and port"),
        ("ALLOWED_HOSTS", "", "'' is not a host name"),
        ("TRUSTED_PROXIES", "10.0.0.1/8", "'10.0.0.1/8' is not a network; you may mean 10.0.0.0/8"),
        ("TRUSTED_PROXIES", "proxy", "'proxy' is not a network; give one such as 10.0.0.0/8"),
        ("METRICS_TOKEN", "short", "needs 16 or more letters, digits or any of -._~+/; generate one: python3 -c"),
        ("METRICS_TOKEN", "not-in-a-header-(RFC6750)", "needs 16 or more letters"),
        ("METRICS_PORT", "8080", "is the port of the API itself; give another"),
        ("REFRESH_EXPIRATION_DAYS", "0", "'0' is not a whole number from 1 to 3650"),
        ("JWT_EXPIRATION_HOURS", "721", "is shorter than JWT_EXPIRATION_HOURS; raise it, or lower that"),
        ("DATA_DIR", "", "is empty; give the path of a folder"),
    ],
)
def test_what_is_wrong_is_told_with_the_remedy(name: str, text: str, told: str) -> None:
    assert told in problem_of(name, text)


@pytest.mark.parametrize("name", ["SERVER_PORT", "METRICS_PORT"])
def test_what_kubernetes_puts_into_the_environment_is_recognised(name: str) -> None:
    service = name.removesuffix("_PORT").lower()

    assert f"Kubernetes tells about a Service named {service}; put enableServiceLinks: false" in problem_of(
        name, "tcp://10.0.0.1:80"
    )


@pytest.mark.parametrize(
    ("secret", "told"),
    [
        ("hunter2hunter2", "has 14 bytes, needs at least 32"),
        ("x" * 40, "repeats a few characters"),
        ("changeme-changeme-changeme-0123456789", "is a published example"),
        (f"{SECRET},hunter2", "has 7 bytes"),
        (f"{SECRET},{SECRET}", "gives a secret twice"),
    ],
)
def test_a_secret_that_could_be_guessed_stops_the_start_and_is_not_repeated(secret: str, told: str) -> None:
    for environ in ({"JWT_SECRET": secret}, REAL | {"JWT_SECRET": secret}):
        (problem,) = problems_of(environ)

        assert told in problem
        assert "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'" in problem
        assert "hunter2" not in problem


def test_blanks_and_line_ends_around_a_value_are_not_part_of_it() -> None:
    padded = Settings.load({"JWT_SECRET": f" {SECRET}\n", "SERVER_PORT": " 1\r"})

    assert padded == Settings.load({"JWT_SECRET": SECRET, "SERVER_PORT": "1"})


def test_several_secrets_may_be_named_and_the_first_one_signs() -> None:
    other = SECRET[::-1]

    keys = Settings.load({"JWT_SECRET": f"new:{SECRET}, old:{other}"}).tokens.signing_keys

    assert keys is not None
    assert [(key.kid, key.secret) for key in keys] == [("new", SECRET.encode()), ("old", other.encode())]


@pytest.mark.parametrize(
    "name", ["JWT_SECERT", "SERVER_PROT", "DATABASE_UR", "jwt_secret", "LOGINGUESES_PERACCOUNT", "SERVER_HOSTS"]
)
def test_a_slip_in_the_environment_stops_the_start(name: str) -> None:
    assert "is not a setting; rename it to" in problem_of(name, "x")


@pytest.mark.parametrize(
    "name", ["PATH", "SERVER_SOFTWARE", "XDG_DATA_DIRS", "SERVER_SERVICE_PORT", "UV_LOG_LEVEL", "PORT", "TEMP_DIR"]
)
def test_the_environment_of_others_is_none_of_our_business(name: str) -> None:
    assert Settings.load({name: "tcp://whatever"}) == Settings()


def test_no_setting_is_a_slip_away_from_another() -> None:
    names = {setting.name for setting in declared()}

    assert {name: near_miss(name, names - {name}) for name in names} == dict.fromkeys(names)


def test_telemetry_is_passed_on_untouched_wherever_it_was_set(dotenv: Path) -> None:
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

    assert documented == {setting.name: "empty" if setting.default == "" else setting.default for setting in declared()}
    assert len(rows) == len(documented)
