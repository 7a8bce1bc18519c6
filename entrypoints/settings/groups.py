"""All settings in groups; docs/settings.md documents each."""

from datetime import timedelta
from pathlib import Path

from attrs import frozen

from entrypoints.settings.database_url import DatabaseUrl
from entrypoints.settings.secret import Secret
from entrypoints.settings.setting import optional, setting
from entrypoints.settings.signing_keys import SigningKey, signing_keys
from entrypoints.settings.values import (
    Network,
    address,
    boolean,
    duration,
    folder,
    hosts,
    integer,
    networks,
    one_of,
    origins,
    public_url,
    seconds,
    token,
)

port = integer(1, 65_535)


@frozen
class Database:
    """The database: a server of the operator, or an embedded one in a folder."""

    url: DatabaseUrl | None = optional("DATABASE_URL", DatabaseUrl.parsed, secret=True)
    data_dir: Path = setting("DATA_DIR", folder, "taskapi-data")
    migrate_on_start: bool = setting("MIGRATE_ON_START", boolean, "true")


@frozen
class Tokens:
    """Tokens and their lifetimes."""

    signing_keys: tuple[SigningKey, ...] | None = optional("JWT_SECRET", signing_keys, secret=True)
    lifetime: timedelta = setting("JWT_EXPIRATION_HOURS", duration(1, 8_760, hours=1), "24")
    refresh_lifetime: timedelta = setting("REFRESH_EXPIRATION_DAYS", duration(1, 3_650, days=1), "30")
    sessions_per_account: int = setting("SESSIONS_PER_ACCOUNT", integer(1, 10_000), "100")
    personal_tokens_per_account: int = setting("TOKENS_PER_ACCOUNT", integer(1, 10_000), "100")
    refresh_grace: timedelta = setting("REFRESH_GRACE_SECONDS", duration(0, 600, seconds=1), "60")


@frozen
class Passwords:
    """The policy for new passwords."""

    min_length: int = setting("PASSWORD_MIN_LENGTH", integer(8, 64), "15")
    guesses: int = setting("PASSWORD_GUESSES", integer(0, 1_000_000), "5000")


@frozen
class Server:
    """The listening address and the worker processes."""

    host: str = setting("SERVER_HOST", address, "127.0.0.1")
    port: int = setting("SERVER_PORT", port, "8080")
    workers: int = setting("SERVER_WORKERS", integer(1, 64), "1")
    drain_seconds: float = setting("DRAIN_SECONDS", seconds(600, zero=True), "5")


@frozen
class Http:
    """What requests are accepted, and their limits."""

    cors_allow_origins: tuple[str, ...] = setting("CORS_ALLOW_ORIGINS", origins, "*")
    allowed_hosts: tuple[str, ...] = setting("ALLOWED_HOSTS", hosts, "*")
    public_url: str | None = optional("PUBLIC_URL", public_url)
    trusted_proxies: tuple[Network, ...] = setting("TRUSTED_PROXIES", networks, "")
    require_if_match: bool = setting("REQUIRE_IF_MATCH", boolean, "false")
    max_body_bytes: int = setting("MAX_BODY_BYTES", integer(1_024, 16_777_216), "262144")
    request_timeout: float = setting("REQUEST_TIMEOUT_SECONDS", seconds(300), "5")
    body_timeout: float = setting("BODY_TIMEOUT_SECONDS", seconds(300), "10")
    max_in_flight: int = setting("MAX_IN_FLIGHT", integer(1, 100_000), "256")
    rate_limit_per_user: int = setting("RATE_LIMIT_PER_USER", integer(0, 10_000_000), "6000")


@frozen
class Limits:
    """Limits on attempts, and on what is stored for retries."""

    login_guesses_per_account: int = setting("LOGIN_GUESSES_PER_ACCOUNT", integer(1, 1_000_000), "10")
    login_guesses_per_address: int = setting("LOGIN_GUESSES_PER_ADDRESS", integer(1, 1_000_000), "100")
    login_window: timedelta = setting("LOGIN_WINDOW_MINUTES", duration(1, 1_440, minutes=1), "15")
    registrations_per_address: int = setting("REGISTRATIONS_PER_ADDRESS", integer(1, 1_000_000), "20")
    receipt_megabytes_per_user: int = setting("RECEIPT_MEGABYTES_PER_USER", integer(10, 1_000_000), "250")

    changes_kept: timedelta = setting("CHANGES_KEPT_DAYS", duration(1, 36_500, days=1), "90")
    listeners: int = setting("MAX_LISTENERS", integer(1, 100_000), "3000")
    listeners_per_user: int = setting("LISTENERS_PER_USER", integer(1, 10_000), "20")

    @property
    def receipt_bytes_per_user(self) -> int:
        """The bytes that the receipts of one user may take."""
        return self.receipt_megabytes_per_user * 1_000_000


@frozen
class Logs:
    """What is logged, and in which format."""

    level: str = setting("LOG_LEVEL", one_of("debug", "info", "warning", "error", "critical"), "info")
    format: str = setting("LOG_FORMAT", one_of("auto", "json", "console"), "auto")


@frozen
class Metrics:
    """Access to the metrics: with the token, or on the port."""

    token: Secret | None = optional("METRICS_TOKEN", token, secret=True)
    port: int | None = optional("METRICS_PORT", port)

    @property
    def enabled(self) -> bool:
        """Whether metrics are configured."""
        return self.token is not None or self.port is not None
