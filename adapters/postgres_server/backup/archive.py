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
    """What is in a backup."""

    made_at: str
    server: str
    """The version of PostgreSQL."""
    major: int
    tables: Mapping[str, Digest]

    @classmethod
    def of(cls, dump: Path) -> Self:
        """Read what belongs to a dump; raise `BackupFailed`."""
        path = path_beside(dump)
        try:
            told = json.loads(path.read_text(encoding="utf-8"))
            return cls(**{**told, "tables": {name: Digest(**digest) for name, digest in told["tables"].items()}})
        except FileNotFoundError:
            raise BackupFailed(f"{path} is missing; without it nobody can say what must be in {dump.name}") from None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupFailed(f"{path} cannot be read: {error}") from error

    def write(self, dump: Path) -> None:
        """Write it beside a dump."""
        path = path_beside(dump)
        path.touch(mode=0o600)
        path.write_text(json.dumps(asdict(self), indent=2) + "\n", encoding="utf-8")

    @property
    def rows(self) -> int:
        """In all tables."""
        return sum(digest.rows for digest in self.tables.values())


def path_beside(dump: Path) -> Path:
    """Return the path of the contents file of a dump."""
    return dump.with_name(f"{dump.name}.contents.json")
