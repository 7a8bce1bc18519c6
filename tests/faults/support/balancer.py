"""HAProxy in front of instances of the service: sends requests to those that are ready, and no more than they can do.

The same settings, explained, are recommended in docs/reliability.md.
"""

import shutil
import subprocess
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from tests.faults.support.processes import free_port, listeners
from tests.support.waiting import until

ADMINISTRATORS_PATH = "/usr/sbin:/usr/local/sbin"
CONFIGURATION = """\
global
    maxconn 4000
defaults
    mode http
    timeout connect 2s
    timeout client 30s
    timeout server 30s
    # Only what has not reached an instance is sent to another one: nothing is done twice.
    option redispatch 1
    retries 3
    retry-on conn-failure
frontend public
    bind 127.0.0.1:{port}
    # The rate limit of one client, independent of all others.
    stick-table type string len 40 size 100k expire 10s store http_req_rate(1s)
    http-request track-sc0 req.hdr(authorization),sha1,hex if {{ req.hdr(authorization) -m found }}
    http-request return status 429 content-type application/problem+json string '{too_many}' hdr Retry-After 1 \
        if {{ sc_http_req_rate(0) gt {each} }}
    default_backend instances
backend instances
    balance roundrobin
    http-response set-header X-Instance %s
    option httpchk GET /health/ready
    default-server check inter 200ms fall 1 rise 1 maxconn {at_once}
    # Requests that would wait longer are rejected with a time to retry: cheaper here than in the application.
    timeout queue 25ms
    http-error status 503 content-type application/problem+json string '{too_busy}' hdr Retry-After 1
"""
TOO_BUSY = (
    '{"type":"urn:taskapi:problem:too-busy","title":"Service Unavailable","status":503,'
    '"detail":"too many requests are waiting","error":"too many requests are waiting","code":"too-busy"}'
)
TOO_MANY = (
    '{"type":"urn:taskapi:problem:too-many-requests","title":"Too Many Requests","status":429,'
    '"detail":"you ask too often","error":"you ask too often","code":"too-many-requests"}'
)
UNLIMITED = 1_000_000


@asynccontextmanager
async def balancer(
    folder: Path, ports: Iterable[int], *, at_once: int = 64, each: int = UNLIMITED
) -> AsyncIterator[int]:
    """The port at which the instances can be reached as one.

    Each instance gets so many requests `at_once`, and `each` user may send so many a second.

    Raises `FileNotFoundError` without HAProxy.
    """
    program = shutil.which("haproxy") or shutil.which("haproxy", path=ADMINISTRATORS_PATH)
    if program is None:
        raise FileNotFoundError("HAProxy is missing: apt-get install haproxy")
    port = free_port()
    servers = "".join(f"    server instance{number} 127.0.0.1:{target}\n" for number, target in enumerate(ports))
    configuration = folder / "haproxy.cfg"
    settings = CONFIGURATION.format(port=port, at_once=at_once, each=each, too_busy=TOO_BUSY, too_many=TOO_MANY)
    configuration.write_text(settings + servers, encoding="ascii")
    with subprocess.Popen([program, "-db", "-f", configuration], stderr=subprocess.DEVNULL) as process:  # noqa: ASYNC220, S603 - a fixed program
        try:
            await until(lambda: listeners(port) > 0)
            yield port
        finally:
            process.terminate()
