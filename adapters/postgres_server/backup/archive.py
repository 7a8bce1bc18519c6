"""The two files of a backup: the dump, and the digests of its contents."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from attrs import asdict, frozen

from adapters.postgres_server.backup.digests import Digest
from adapters.postgres_server.backup.errors import BackupFailed


@frozen
class Contents:
    """The contents of a backup."""

    made_at: str
    server: str
    """The version of PostgreSQL."""
    major: int
    tables: Mapping[str, Digest]

    @classmethod
    def of(cls, dump: Path) -> Self:
        """Read the contents file of a dump; raise `BackupFailed`."""
        path = contents_path(dump)
        try:
            fields = json.loads(path.read_text(encoding="utf-8"))
            return cls(**{**fields, "tables": {name: Digest(**digest) for name, digest in fields["tables"].items()}})
        except FileNotFoundError:
            raise BackupFailed(f"{path} is missing; without it {dump.name} cannot be verified") from None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupFailed(f"{path} cannot be read: {error}") from error

    def write(self, dump: Path) -> None:
        """Write the contents file of a dump."""
        path = contents_path(dump)
        path.touch(mode=0o600)
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    @property
    def rows(self) -> int:
        """The number of rows in all tables."""
        return sum(digest.rows for digest in self.tables.values())


def contents_path(dump: Path) -> Path:
    """Return the path of the contents file of a dump."""
    return dump.with_name(f"{dump.name}.contents.json")
