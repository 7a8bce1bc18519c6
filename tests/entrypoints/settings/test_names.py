"""Names that resemble those of settings."""

import pytest

from entrypoints.settings import Settings
from entrypoints.settings.names import near_miss
from entrypoints.settings.settings import all_settings
from tests.entrypoints.settings.support import REAL, message_of


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("JWT_SECERT", "JWT_SECRET"),
        ("SERVER_PROT", "SERVER_PORT"),
        ("DATABASE_UR", "DATABASE_URL"),
        ("DATABASE_URI", "DATABASE_URL"),
        ("jwt_secret", "JWT_SECRET"),
        ("LOGINGUESES_PERACCOUNT", "LOGIN_GUESSES_PER_ACCOUNT"),
        ("SERVER_HOSTS", "SERVER_HOST"),
        ("CORS_ALLOWED_ORIGINS", "CORS_ALLOW_ORIGINS"),
        ("CORS_ORIGINS_ALLOW", "CORS_ALLOW_ORIGINS"),
        ("JWT_EXPIRATION_HUORS", "JWT_EXPIRATION_HOURS"),
        ("MAX_BODY_BITES", "MAX_BODY_BYTES"),
        ("TASKAPI_DATABASE_URL", "DATABASE_URL"),
        ("POSTGRES_URL", "DATABASE_URL"),
        ("JWT_SECRET_KEY", "JWT_SECRET"),
        ("JWT_SECRET_FILES", "JWT_SECRET_FILE"),
    ],
)
def test_a_typing_error_in_the_environment_stops_the_start(name: str, meant: str) -> None:
    assert message_of(name, "x") == f"{name} (environment): is not a setting; rename it to {meant}, or unset it"


def test_another_name_of_a_setting_that_is_set_belongs_to_another_program() -> None:
    assert Settings.load(REAL | {"POSTGRES_URL": "postgresql://db/other"}) == Settings.load(REAL)


@pytest.mark.parametrize(
    "name",
    [
        *("PATH", "SERVER_SOFTWARE", "XDG_DATA_DIRS", "SERVER_SERVICE_PORT", "UV_LOG_LEVEL", "TEMP_DIR", "HOSTNAME"),
        *("PGHOST", "PGDATABASE", "LOGNAME", "SERVER_NAME", "HTTP_PROXY", "DATABASE_HOST", "SECRET_KEY", "DOCKER_HOST"),
        *("KUBERNETES_SERVICE_PORT", "LOG_FILE", "WEB_CONCURRENCY", "SSL_CERT_FILE", "JWT_ISSUER", "NODE_ENV"),
    ],
)
def test_variables_of_other_programs_are_ignored(name: str) -> None:
    assert Settings.load({name: "tcp://whatever"}) == Settings()


def test_no_setting_is_easily_confused_with_another() -> None:
    names = {setting.name for setting in all_settings()}
    near = {name: near_miss(name, names - {name}) for name in names}

    assert {name: other for name, other in near.items() if other} == {
        "SERVER_PORT": "SERVER_HOST",
        "SERVER_HOST": "SERVER_PORT",
    }
