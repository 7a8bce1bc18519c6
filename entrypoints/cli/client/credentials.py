"""Where the command line keeps the address of the service and its personal access token."""

import json
import os
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from attrs import asdict, frozen

from entrypoints.cli.client.errors import NotLoggedIn
from entrypoints.cli.errors import CliError

KEYRING_SERVICE = "taskapi"
URL, TOKEN = "TASKAPI_URL", "TASKAPI_TOKEN"
"""Environment variables that precede what is stored; for scripts."""


@frozen(kw_only=True)
class Credentials:
    """One account at one service."""

    url: str
    email: str
    token_id: str
    token: str

    def __repr__(self) -> str:
        return f"Credentials({self.email} at {self.url})"


def credentials_file() -> Path:
    """Return the file, which only its owner can read."""
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home) / "taskapi" / "credentials.json"


def store(credentials: Credentials) -> str:
    """Store credentials, the token in the keyring if there is one; return where the token is."""
    values = asdict(credentials)
    keyring = _keyring()
    if keyring is not None:
        keyring.set_password(KEYRING_SERVICE, credentials.token_id, values.pop("token"))
    file = credentials_file()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    new = file.with_name(f"{file.name}.new")
    new.unlink(missing_ok=True)
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as text:
        text.write(json.dumps(values, indent=1) + "\n")
    new.replace(file)
    return f"the keyring ({keyring.get_keyring().name})" if keyring else str(file)


def stored() -> Credentials | None:
    """Return the stored credentials, if there are any; raise `CliError` if they cannot be read."""
    file = credentials_file()
    try:
        values = json.loads(file.read_text(encoding="utf-8"))
        if "token" not in values and (keyring := _keyring()):
            values["token"] = keyring.get_password(KEYRING_SERVICE, values["token_id"])
        credentials = Credentials(**values)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise CliError(f"{file} cannot be used ({type(error).__name__}): delete it and run `taskapi login`") from error
    return credentials if credentials.token else None


def forget(credentials: Credentials) -> None:
    """Remove stored credentials."""
    if keyring := _keyring():
        with suppress(keyring.errors.PasswordDeleteError):  # it was stored in the file
            keyring.delete_password(KEYRING_SERVICE, credentials.token_id)
    credentials_file().unlink(missing_ok=True)


def current() -> tuple[str, str]:
    """Return the URL and the token to use; raise `NotLoggedIn`."""
    url, token = os.environ.get(URL), os.environ.get(TOKEN)
    if url and token:
        return url, token
    if credentials := stored():
        return url or credentials.url, token or credentials.token
    raise NotLoggedIn


def _keyring() -> Any | None:
    """Return the module `keyring` if it is installed and has somewhere to keep secrets."""
    try:
        keyring = import_module("keyring")
    except ImportError:
        return None
    return keyring if keyring.get_keyring().priority >= 1 else None
