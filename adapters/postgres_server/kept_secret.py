"""The signing secret of an installation with an embedded database."""

import os
import re
import secrets
import tempfile
from pathlib import Path

from adapters.postgres_server.cluster import sync
from adapters.postgres_server.data_folder import prepared
from adapters.postgres_server.errors import FolderUnusable

_BYTES = 48
_COMPLETE = re.compile(r"[A-Za-z0-9_-]{64}")
"""What `_make` writes: 48 random bytes in URL-safe Base64."""


def kept_secret(data_dir: Path) -> str:
    """Return the secret in a data folder and create it if there is none; raise `FolderUnusable`.

    Concurrent callers all get the same secret, and it is durable before any of them gets it.
    """
    try:
        folder = prepared(data_dir)
        kept = folder / "jwt-secret"
        if not kept.exists():
            _make(kept)
        text = kept.read_text(encoding="ascii").strip()
    except OSError as error:
        raise FolderUnusable(data_dir, f"{error.strerror} ({error.filename})") from error
    except ValueError:
        text = ""  # not ASCII
    if not _COMPLETE.fullmatch(text):
        raise FolderUnusable(data_dir, "jwt-secret is damaged (delete it, and all users have to log in again)")
    return text


def _make(kept: Path) -> None:
    """Write a temporary file and link it to its name, unless another process was faster."""
    descriptor, temporary = tempfile.mkstemp(prefix=".secret-", dir=kept.parent)  # readable by the owner only
    try:
        os.write(descriptor, f"{secrets.token_urlsafe(_BYTES)}\n".encode("ascii"))
        os.fsync(descriptor)
        kept.hardlink_to(temporary)
        sync(kept.parent)
    except FileExistsError:
        pass
    finally:
        os.close(descriptor)
        Path(temporary).unlink()
