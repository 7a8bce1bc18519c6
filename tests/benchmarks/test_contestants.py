"""Peers are built from exactly what is locked, where their toolchains are."""

import re
import tomllib
import zipfile
from pathlib import Path

import pytest

from benchmarks.__main__ import taking_part
from benchmarks.contestants import installation
from benchmarks.contestants.contestant import BENCHMARKS
from benchmarks.contestants.field import CONTESTANTS
from benchmarks.contestants.installation import build, built_once
from benchmarks.contestants.rust_peer import ACTIX, AXUM, LOCKED, RustPeer, with_sources, without_sources
from benchmarks.contestants.spring_jdbc import DIGESTS, SpringJdbc, digests_in, verify
from benchmarks.errors import BenchmarkError
from tests.benchmarks.comparisons import plan

LOCK = """version = 4

[[package]]
name = "axum"
version = "0.8.9"
source = "registry+an index"
checksum = "abc"
dependencies = [
 "bytes",
]

[[package]]
name = "service"
version = "1.0.0"
"""


def test_all_services_of_the_guide_take_part() -> None:
    assert list(CONTESTANTS) == ["taskapi", "axum", "actix", "gin", "express", "spring", "fastapi"]


def test_a_lock_of_crates_is_kept_without_the_address_of_the_index() -> None:
    assert "registry" not in without_sources(LOCK)
    assert with_sources(without_sources(LOCK), LOCK) == LOCK


@pytest.mark.parametrize("peer", [AXUM, ACTIX])
def test_every_crate_is_locked_by_its_digest(peer: RustPeer) -> None:
    crates = tomllib.loads((peer.source / LOCKED).read_text())["package"]
    locked = {(one["name"], one["version"]): one.get("checksum", "") for one in crates if one["name"] != peer.package}
    pinned = {(name, version) for name, version in peer.versions().items() if name != "rust"}

    assert [crate for crate, digest in locked.items() if not re.fullmatch("[0-9a-f]{64}", digest)] == []
    assert pinned <= locked.keys()


def test_no_file_of_a_peer_says_where_its_packages_are_downloaded() -> None:
    addresses = re.compile(r'^\s*(source = "|"resolved": |--(extra-)?index-url|replace .*=> )|<url>', re.MULTILINE)
    files = [path for path in (BENCHMARKS / "peers").rglob("*") if path.is_file() and "target" not in path.parts]

    assert [path for path in files if path.name != "Cargo.lock" and addresses.search(path.read_text())] == []


def test_the_jars_of_a_program_are_those_of_the_list(tmp_path: Path) -> None:
    program = tmp_path / "tasks.jar"
    with zipfile.ZipFile(program, "w") as archive:
        archive.writestr("BOOT-INF/lib/", "")
        archive.writestr("BOOT-INF/lib/one-1.0.jar", "bytes")
        archive.writestr("META-INF/MANIFEST.MF", "")
    listed = "".join(f"{line}\n" for line in digests_in(program))

    verify(program, listed)
    with pytest.raises(BenchmarkError, match=r"one-1\.0\.jar"):
        verify(program, listed.replace("0", "1", 1))


def test_the_list_of_jars_has_the_versions_that_a_reader_is_shown() -> None:
    assert (SpringJdbc.source / DIGESTS).read_text().count("\n") > 30
    assert "spring-core-" in (SpringJdbc.source / DIGESTS).read_text()


def test_a_missing_toolchain_is_reported_in_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    available = installation.program
    monkeypatch.setattr(installation, "program", lambda name: None if name in {"go", "mvn"} else available(name))

    contestants, missing = taking_part(())

    assert {"gin", "spring"}.isdisjoint(one.name for one in contestants)
    assert missing["gin + pgx"] == "it needs Go 1.26 or newer; not installed: go"
    assert "Without Spring Boot + JDBC: it needs a JDK 17 or newer and Maven; not installed: mvn.\n" in (
        capsys.readouterr().out
    )


def test_a_contestant_that_was_named_must_not_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "program", lambda _: None)

    with pytest.raises(BenchmarkError, match=r"Without gin \+ pgx: it needs Go"):
        taking_part(("taskapi", "gin"))


def test_a_program_is_built_again_only_when_its_sources_changed(tmp_path: Path) -> None:
    source, home = tmp_path / "source", tmp_path / "home"
    source.mkdir()
    (source / "main").write_text("one")

    def built() -> bool:
        with built_once(home, source) as missing:
            return missing

    assert [built(), built()] == [True, False]
    (source / "main").write_text("two")
    assert [built(), built()] == [True, False]
    assert (home / "main").read_text() == "two"


def test_a_build_that_fails_says_why_and_is_repeated(tmp_path: Path) -> None:
    source, home = tmp_path / "source", tmp_path / "home"
    source.mkdir()
    (source / "main").write_text("one")

    def fail() -> None:
        with built_once(home, source) as missing:
            assert missing
            build(home, "sh", "-c", "echo no such crate; exit 1")

    for _ in range(2):
        with pytest.raises(BenchmarkError, match="no such crate"):
            fail()


def test_spring_is_loaded_for_half_a_minute_before_it_is_measured() -> None:
    comparison = plan("taskapi", "spring")

    assert [comparison.warm_up_of(one) for one in comparison.contestants] == [4, 30]
