"""Root, whose programs are below a closed folder, runs a copy that other accounts can execute."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.postgres_server import EmbeddedPostgres, server
from adapters.postgres_server.errors import ProgramsUnreachable
from adapters.postgres_server.installation import Installation, bundled
from adapters.postgres_server.program_copy import executable_by_all
from tests.support.owner import ask

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root changes the account")


@pytest.fixture
def reachable() -> Iterator[Path]:
    """A folder that every account can enter, unlike those of `tmp_path`."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def an_installation(site: Path) -> Installation:
    """Create a package with a program, a library of its own and one that its wheel bundles."""
    for name in ("package/pginstall18/bin/postgres", "package/pginstall18/lib/libpq.so.5", "package.libs/libssl.so"):
        path = site / name
        path.parent.mkdir(parents=True)
        path.write_text(name, encoding="ascii")
        path.chmod(0o700 if "bin" in name else 0o600)
    return Installation(18, site / "package/pginstall18/bin")


def test_closed_programs_are_copied_for_all_accounts(tmp_path: Path, reachable: Path) -> None:
    ours = an_installation(tmp_path / "site")

    copy = executable_by_all(ours, [reachable / "place"])

    site = copy.programs.parents[2]
    assert site.parent == reachable / "place"
    assert modes_in(site) == {
        "package": 0o755,
        "package/pginstall18": 0o755,
        "package/pginstall18/bin": 0o755,
        "package/pginstall18/bin/postgres": 0o755,
        "package/pginstall18/lib": 0o755,
        "package/pginstall18/lib/libpq.so.5": 0o644,
        "package.libs": 0o755,
        "package.libs/libssl.so": 0o644,
    }
    assert (copy.major, copy.postgres.read_text(encoding="ascii")) == (18, "package/pginstall18/bin/postgres")
    assert executable_by_all(copy, [reachable / "place"]) == copy


def test_a_copy_is_made_once(tmp_path: Path, reachable: Path) -> None:
    ours = an_installation(tmp_path / "site")

    inodes = {executable_by_all(ours, [reachable]).postgres.stat().st_ino for _ in range(2)}

    assert len(inodes) == 1
    assert len(list(reachable.iterdir())) == 1


def test_a_copy_that_was_changed_is_replaced(tmp_path: Path, reachable: Path) -> None:
    ours = an_installation(tmp_path / "site")
    copy = executable_by_all(ours, [reachable])
    copy.postgres.write_text("something else", encoding="ascii")

    assert executable_by_all(ours, [reachable]) == copy
    assert copy.postgres.read_text(encoding="ascii") == "package/pginstall18/bin/postgres"
    assert len(list(reachable.iterdir())) == 1


def test_another_release_has_another_copy(tmp_path: Path, reachable: Path) -> None:
    ours = an_installation(tmp_path / "site")
    first = executable_by_all(ours, [reachable])
    ours.postgres.write_text("a newer release", encoding="ascii")

    second = executable_by_all(ours, [reachable])

    assert first.programs != second.programs
    assert [each.postgres.read_text(encoding="ascii") for each in (first, second)] == [
        "package/pginstall18/bin/postgres",
        "a newer release",
    ]


def test_no_copy_is_put_where_others_could_change_it(tmp_path: Path, reachable: Path) -> None:
    ours = an_installation(tmp_path / "site")
    writable, foreign, closed = reachable / "writable", reachable / "foreign", reachable / "closed/place"
    for place, mode in ((writable, 0o777), (foreign, 0o755), (closed.parent, 0o700)):
        place.mkdir()
        place.chmod(mode)
    os.chown(foreign, 54321, 54321)
    (reachable / "link").symlink_to(reachable)

    with pytest.raises(ProgramsUnreachable, match="install taskapi in a folder that others may enter"):
        executable_by_all(ours, [writable, foreign, closed, reachable / "link", reachable / "missing/place"])

    assert executable_by_all(ours, [writable, reachable / "good"]).programs.is_relative_to(reachable / "good")


def test_programs_that_everybody_can_execute_are_used_as_they_are(reachable: Path) -> None:
    ours = an_installation(reachable / "site")
    for path in (reachable / "site").rglob("*"):
        path.chmod(0o755)

    assert executable_by_all(ours, [reachable / "place"]) == ours
    assert not (reachable / "place").exists()


@pytest.mark.parametrize("linked", ["site", "files"])
def test_links_below_a_closed_folder_are_followed(tmp_path: Path, reachable: Path, linked: str) -> None:
    an_installation(tmp_path / "site")
    for path in (tmp_path / "site").rglob("*"):
        path.chmod(0o755)
    if linked == "site":
        (reachable / "site").symlink_to(tmp_path / "site")
    else:
        for path in filter(Path.is_file, (tmp_path / "site").rglob("*")):
            link = reachable / "site" / path.relative_to(tmp_path / "site")
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path)

    copy = executable_by_all(Installation(18, reachable / "site/package/pginstall18/bin"), [reachable / "place"])

    assert copy.programs.is_relative_to(reachable / "place")
    assert [path for path in copy.programs.parent.rglob("*") if path.is_symlink()] == []
    assert copy.postgres.read_text(encoding="ascii") == "package/pginstall18/bin/postgres"


async def test_a_server_starts_with_programs_and_data_below_a_closed_folder(
    tmp_path: Path, reachable: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = max(bundled().values(), key=lambda each: each.major)
    package = newest.programs.parents[1]
    closed = tmp_path / "closed to others"
    shutil.copytree(newest.programs.parent, closed / package.name / newest.programs.parent.name)
    if (libraries := package.with_name(f"{package.name}.libs")).is_dir():
        shutil.copytree(libraries, closed / libraries.name)
    closed.chmod(0o700)
    programs = closed / newest.programs.relative_to(package.parent)
    monkeypatch.setattr(server, "installation_for", lambda _: Installation(newest.major, programs))
    monkeypatch.setattr(server, "executable_by_all", lambda each: executable_by_all(each, [reachable / "copies"]))

    with EmbeddedPostgres.start(closed / "data") as running:
        assert await ask(running.url, "SELECT 7") == 7


def modes_in(site: Path) -> dict[str, int]:
    return {str(path.relative_to(site)): path.stat().st_mode & 0o777 for path in site.rglob("*")}
