"""The signing secret of an installation that has its database in a data folder."""

import os
import secrets
import tempfile
from pathlib import Path

from adapters.postgres_server.cluster import sync
from adapters.postgres_server.data_folder import prepared
from adapters.postgres_server.errors import FolderUnusable
from entrypoints.settings.secret import Secret
from entrypoints.settings.values import signing_keys


def kept_secret(data_dir: Path) -> Secret:
    """The secret that lies in a data folder, made by the first who asks; raises `FolderUnusable`.

    However many ask at once, all get the same one, and it is on the disk before anybody gets it.
    """
    try:
        folder = prepared(data_dir)
        kept = folder / "jwt-secret"
        if not kept.exists():
            _make(kept)
        text = kept.read_text(encoding="ascii").strip()
        signing_keys(text)
    except OSError as error:
        raise FolderUnusable(data_dir, f"{error.strerror} ({error.filename})") from error
    except ValueError as error:
        raise FolderUnusable(
            data_dir, "jwt-secret is damaged (delete it, and everybody has to log in again)"
        ) from error
    return Secret(text)


def _make(kept: Path) -> None:
    """Write it aside and give it the name only then, unless somebody was faster."""
    descriptor, aside = tempfile.mkstemp(prefix=".secret-", dir=kept.parent)  # readable for us alone
    try:
        os.write(descriptor, f"{secrets.token_urlsafe(48)}\n".encode("ascii"))
        os.fsync(descriptor)
        kept.hardlink_to(aside)
        sync(kept.parent)
    except FileExistsError:
        pass
    finally:
        os.close(descriptor)
        Path(aside).unlink()
