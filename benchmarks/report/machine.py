"""What the figures were measured on and with."""

import os
import platform
import subprocess
from pathlib import Path

from attrs import frozen


@frozen
class Machine:
    processor: str
    cores: int
    memory_gib: float
    kernel: str
    file_system: str
    """Of the folder where the database lies."""

    @classmethod
    def here(cls) -> "Machine":
        return cls(
            processor=_processor(),
            cores=len(os.sched_getaffinity(0)),
            memory_gib=round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
            kernel=f"{platform.system()} {platform.release()}",
            file_system=file_system(Path("/var/tmp")),
        )

    def __str__(self) -> str:
        return (
            f"{self.processor}, {self.cores} cores, {self.memory_gib:g} GiB, {self.kernel}, "
            f"database on {self.file_system}"
        )


def file_system(folder: Path) -> str:
    """The type of the file system that holds a folder, such as `ext4`."""
    mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines()]
    holding = [mount for mount in mounts if folder.resolve().is_relative_to(mount[0])]
    return max(holding, key=lambda mount: len(mount[0]))[1]


def answer_of(*command: str | Path) -> str:
    """The first line that a program prints about itself, wherever it prints it."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).splitlines()[0].strip()


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return platform.machine()
