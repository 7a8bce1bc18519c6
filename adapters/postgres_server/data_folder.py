"""The data folder, and what is created in it before anything runs."""

import os
from pathlib import Path

GITIGNORE = "# Created by taskapi: nothing in this folder belongs in version control.\n*\n"


def prepared(data_dir: Path) -> Path:
    """Return the folder as an absolute path without links; create it if needed, private and ignored by git.

    Root lets others pass (not look), because the server it starts is one of the others.
    """
    try:
        data_dir.mkdir(parents=True)
        data_dir.chmod(0o711 if os.geteuid() == 0 else 0o700)
    except FileExistsError:
        pass  # its owner has chosen the permissions
    ignore = data_dir / ".gitignore"
    if not ignore.exists():
        ignore.write_text(GITIGNORE, encoding="ascii")
    return data_dir.resolve()
