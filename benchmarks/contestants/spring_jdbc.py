"""Spring Boot with Spring MVC on Tomcat, JdbcClient, HikariCP and Spring Security, in one process."""

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree as ET

from benchmarks.contestants.contestant import BENCHMARKS
from benchmarks.contestants.installation import build, built_once, without
from benchmarks.contestants.peer import Peer
from benchmarks.errors import BenchmarkError
from benchmarks.report.machine import answer_of

DIGESTS = "jars.sha256"
"""Every jar in the program, in the format of sha256sum."""
SHOWN = ("spring-core", "tomcat-embed-core", "HikariCP", "postgresql", "jackson-databind")


class SpringJdbc(Peer):
    name = "spring"
    title = "Spring Boot + JDBC"
    warm_up = 30
    notes = (
        "one process that uses every core, whatever the number of workers: Tomcat's 200 threads, one pool of 10 "
        "connections, the JVM's own choice of collector and heap; 30 s of load before it is measured"
    )
    source = BENCHMARKS / "peers" / "spring_jdbc"
    folder = BENCHMARKS / ".peers" / "spring_jdbc"

    def missing(self) -> str:
        return without(("java", "javac", "mvn"), "a JDK 17 or newer and Maven")

    def install(self) -> None:
        with built_once(self.folder, self.source) as missing:
            if missing:
                build(self.folder, "mvn", "--batch-mode", "--quiet", "-DskipTests", "package")
                verify(self.folder / "target" / "tasks.jar", (self.source / DIGESTS).read_text())

    def versions(self) -> Mapping[str, str]:
        project = ET.parse(self.source / "pom.xml")
        jars = [line.split()[1] for line in (self.source / DIGESTS).read_text().splitlines()]
        named = dict(jar.removesuffix(".jar").rsplit("-", 1) for jar in jars)
        java = answer_of("java", "-version").split('"')[1]
        boot = str(project.findtext("parent/version"))
        return {"java": java, "spring-boot": boot, **{name: named[name] for name in SHOWN}}

    def command(self, port: int, workers: int) -> Sequence[str | Path]:
        """The port comes from the environment; there are no workers to count."""
        del port, workers
        return ["java", "-jar", "target/tasks.jar"]


def verify(program: Path, listed: str) -> None:
    """Raise `BenchmarkError` unless a program contains exactly the jars of a list; Maven itself has no lock file."""
    if differing := set(digests_in(program)) ^ set(listed.splitlines()):
        raise BenchmarkError(f"other jars than {DIGESTS} lists: {', '.join(sorted(differing))}")


def digests_in(program: Path) -> Iterator[str]:
    """The lines of such a list."""
    with zipfile.ZipFile(program) as archive:
        for name in sorted(archive.namelist()):
            folder, _, jar = name.rpartition("/")
            if folder == "BOOT-INF/lib" and jar:
                yield f"{sha256(archive.read(name)).hexdigest()}  {jar}"
