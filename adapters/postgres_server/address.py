"""The address of the server: a Unix socket, so that it occupies no port and is unreachable from outside."""

import os
import re
import shutil
import socket
import tempfile
from pathlib import Path
from urllib.parse import quote

from attrs import frozen

from adapters.postgres_server.account import Account

PORT = 5432
"""Part of the socket's name: nothing listens on this port."""
MAX_SOCKET_PATH = 100
"""Bytes; the kernels allow 107 (Linux) and 103 (macOS)."""
PORTABLE_PATH = re.compile(r"[\w/ .+=@-]+", re.ASCII)
"""Paths that every client library parses the same way; commas and colons separate hosts in connection strings."""


@frozen
class Address:
    """A folder with the server's socket in it; for tests also a port on 127.0.0.1."""

    folder: Path
    port: int
    tcp: bool

    @classmethod
    def choose(cls, cluster: Path, account: Account, *, tcp: bool) -> "Address":
        """Choose the folder of the cluster, or a private temporary one if its path is too long or not portable."""
        port = _free_port() if tcp else PORT
        name = f"{cluster}/.s.PGSQL.{port}"
        if len(os.fsencode(name)) <= MAX_SOCKET_PATH and PORTABLE_PATH.fullmatch(name):
            return cls(cluster, port, tcp)
        folder = Path(tempfile.mkdtemp(prefix="taskapi-"))
        account.own(folder)
        return cls(folder, port, tcp)

    @property
    def settings(self) -> dict[str, str]:
        """The settings of the server; only its own account and root may use the socket."""
        return {
            "listen_addresses": "127.0.0.1" if self.tcp else "",
            "port": str(self.port),
            "unix_socket_directories": f'"{self.folder}"',
            "unix_socket_permissions": "0700",
        }

    @property
    def url(self) -> str:
        """The URL for clients, with the port, which they would otherwise take from `PGPORT`."""
        return f"postgresql://postgres@/postgres?host={quote(str(self.folder))}&port={self.port}"

    @property
    def tcp_url(self) -> str | None:
        """The URL for clients that cannot use Unix sockets; None without TCP."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/postgres" if self.tcp else None

    def remove(self, cluster: Path) -> None:
        """Remove the temporary folder, if there is one."""
        if self.folder != cluster:
            shutil.rmtree(self.folder, ignore_errors=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
