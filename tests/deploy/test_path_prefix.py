"""The configurations of nginx and HAProxy that serve the API below a path, with the real programs."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.faults.support.processes import free_port
from tests.support.person import Person
from tests.support.repository import ROOT
from tests.support.server import Server, serving, until

PROGRAMS_PATH = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin"


def nginx(configuration: Path) -> list[str]:
    folder = configuration.parent
    options = f"daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;"
    return ["nginx", "-p", str(folder), "-e", f"{folder}/error.log", "-c", str(configuration), "-g", options]


def haproxy(configuration: Path) -> list[str]:
    return ["haproxy", "-db", "-f", str(configuration)]


@contextmanager
def proxied(folder: Path, file: str, command: Callable[[Path], list[str]], server: Server) -> Iterator[str]:
    """Run a proxy with a configuration of `deploy`; yield its URL."""
    port = free_port()
    text = (ROOT / "deploy" / file).read_text(encoding="utf-8")
    configuration = folder / file
    configuration.write_text(text.replace(":8081", f":{port}").replace(":8080", f":{server.port}"), encoding="utf-8")
    program, *arguments = command(configuration)
    found = shutil.which(program, path=PROGRAMS_PATH)
    if found is None:
        pytest.skip(f"{program} is not installed, so deploy/{file} was not tried")
    with (folder / "proxy.log").open("wb") as log:
        process = subprocess.Popen([found, *arguments], stdout=log, stderr=log)  # noqa: S603 - a program of the system
    try:
        until(lambda: _responds(f"http://127.0.0.1:{port}/todo/health"))
        yield f"http://127.0.0.1:{port}/todo"
    finally:
        process.terminate()
        process.wait(10)


def _responds(url: str) -> bool:
    try:
        return httpx.get(url).is_success
    except httpx.TransportError:
        return False


@pytest.mark.parametrize(("file", "command"), [("nginx.conf", nginx), ("haproxy-prefix.cfg", haproxy)])
def test_everything_is_reached_below_the_path(tmp_path: Path, file: str, command: Callable[[Path], list[str]]) -> None:
    with (
        serving(tmp_path, "--store", "memory", TRUSTED_PROXIES="127.0.0.1") as server,
        proxied(tmp_path, file, command, server) as url,
        httpx.Client(base_url=f"{url}/api/v1", timeout=30, headers={"X-Forwarded-Prefix": "/evil"}) as client,
    ):
        person = Person.register(client)
        created = person.client.post("/tasks", json={"title": "First"})
        person.create_task("Second")
        page = person.client.get("/tasks", params={"limit": 1})
        document = httpx.get(f"{url}/openapi.json").json()
        docs = httpx.get(url + "/", headers={"Accept": "text/html"}, follow_redirects=True)

        assert created.headers["location"].startswith(f"{url}/api/v1/tasks/")
        assert person.client.get(created.headers["location"]).json() == created.json()
        assert [task["title"] for task in person.client.get(page.links["next"]["url"]).json()] == ["First"]
        assert document["servers"] == [{"url": "/todo"}]
        assert docs.url == f"{url}/docs"
        for asset in ("docs/start.js", "docs/swagger-ui-5.35.0/swagger-ui.css", "openapi.json"):
            assert asset in docs.text
            assert httpx.get(docs.url.join(asset)).is_success
