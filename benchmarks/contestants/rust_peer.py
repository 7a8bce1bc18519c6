"""Peers in Rust: a release build of exactly the crates that a list with versions and digests names."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from attrs import frozen

from benchmarks.contestants.contestant import BENCHMARKS
from benchmarks.contestants.installation import build, built_once, program, without
from benchmarks.contestants.peer import Peer
from benchmarks.errors import BenchmarkError
from benchmarks.report.machine import answer_of

LOCKED = "locked-crates.toml"
"""A Cargo.lock without the address of the index."""
_SOURCE = re.compile(r'^source = ".+"$', re.MULTILINE)


@frozen
class RustPeer(Peer):
    """A package below `peers`; its program has the same name."""

    name: str
    title: str
    package: str
    notes: str

    @property
    def source(self) -> Path:
        return BENCHMARKS / "peers" / self.package

    @property
    def folder(self) -> Path:
        return BENCHMARKS / ".peers" / self.package

    def missing(self) -> str:
        return without(("cargo",), "Rust 1.95 or newer")

    def install(self) -> None:
        with built_once(self.folder, self.source) as missing:
            if missing:
                cargo, lock = str(program("cargo")), self.folder / "Cargo.lock"
                build(self.folder, cargo, "generate-lockfile", "--quiet")
                lock.write_text(with_sources((self.folder / LOCKED).read_text(), lock.read_text()))
                build(self.folder, cargo, "build", "--release", "--locked", "--quiet")

    def versions(self) -> Mapping[str, str]:
        crates = tomllib.loads((self.source / "Cargo.toml").read_text())["dependencies"]
        pins = {name: pin if isinstance(pin, str) else pin["version"] for name, pin in crates.items()}
        rust = answer_of(str(program("rustc") or "rustc"), "--version").split()[1]
        return {"rust": rust, **{name: pin.lstrip("=") for name, pin in pins.items()}}

    def command(self, port: int, workers: int) -> Sequence[str | Path]:
        """Port and number of threads come from the environment."""
        del port, workers
        return [self.folder / "target" / "release" / self.package]


def with_sources(locked: str, made_here: str) -> str:
    """Return a list of crates as a Cargo.lock, with the index that cargo uses on this machine."""
    if not (source := _SOURCE.search(made_here)):
        raise BenchmarkError("cargo made a Cargo.lock without a registry in it")
    return re.sub(r"^(?=checksum = )", f"{source[0]}\n", locked, flags=re.MULTILINE)


def without_sources(lock: str) -> str:
    """Return a Cargo.lock as the list that is kept in the repository."""
    return re.sub(r'^source = ".+"\n', "", lock, flags=re.MULTILINE)


AXUM = RustPeer(
    name="axum",
    title="axum + sqlx",
    package="axum_sqlx",
    notes="one process with as many tokio threads as workers, and one pool of 10 connections; connections are not "
    "tested before each statement (`test_before_acquire(false)`)",
)
ACTIX = RustPeer(
    name="actix",
    title="actix + deadpool-postgres",
    package="actix_deadpool",
    notes="one process with as many actix workers (threads), and one pool of 10 connections, recycled without a query",
)
