"""The documentation page: it loads nothing from other origins."""

import gzip
import re

import pytest

from entrypoints.http.routes.docs import STATIC, SWAGGER_UI
from tests.entrypoints.http.support.api import Api
from tests.entrypoints.http.support.routes import CALLS

PATHS = [call.path for call in CALLS if call.operation.tag == "Documentation" and call.path != "/"]
PAGE = (STATIC / "docs.html").read_text()
START = (STATIC / "start.js").read_text()


async def test_everything_the_page_refers_to_is_served_by_us(api: Api) -> None:
    referred = [*re.findall(r'(?:src|href)="([^"]+)"', PAGE), *re.findall(r'url: "([^"]+)"', START)]
    assert len(referred) == 6
    for reference in referred:
        if reference != "data:,":
            answer = await api("GET", f"/{reference}")
            assert answer.status_code == 200, reference


def test_neither_the_page_nor_its_start_names_another_host() -> None:
    assert "//" not in PAGE + START
    assert "validatorUrl: null" in START


async def test_the_page_may_load_scripts_and_styles_from_us_alone(api: Api) -> None:
    policy = (await api("GET", "/docs")).headers["content-security-policy"]
    assert dict(part.strip().split(" ", 1) for part in policy.split(";")) == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "data:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    assert re.findall(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=", PAGE) == []


def test_swagger_ui_is_the_version_its_path_says() -> None:
    bundle = gzip.decompress((STATIC / "swagger-ui-bundle.js.gz").read_bytes()).decode()
    assert f'"{SWAGGER_UI.removeprefix("swagger-ui-")}"' in bundle
    assert "Apache License" in (STATIC / "LICENSE").read_text()
    assert "SmartBear" in (STATIC / "NOTICE").read_text()


@pytest.mark.parametrize("path", PATHS)
async def test_what_a_client_has_is_not_sent_again(api: Api, path: str) -> None:
    first = await api("GET", path)
    tag = first.headers["etag"]
    for if_none_match in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        again = await api("GET", path, headers={"If-None-Match": if_none_match})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = await api("GET", path, headers={"If-None-Match": 'W/"other"'})
    assert (other.status_code, other.content) == (200, first.content)
    malformed = await api("GET", path, headers={"If-None-Match": "x"})
    assert (malformed.status_code, malformed.json()["code"]) == (400, "bad-request")


@pytest.mark.parametrize("path", PATHS)
async def test_it_is_the_same_compressed_or_not(api: Api, path: str) -> None:
    plain = await api("GET", path)
    zipped = await api("GET", path, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert (zipped.headers["content-encoding"], zipped.headers["vary"]) == ("gzip", "Accept-Encoding")
    assert plain.content == zipped.content
    assert int(zipped.headers["content-length"]) < int(plain.headers["content-length"]) == len(plain.content)


@pytest.mark.parametrize("path", PATHS)
async def test_only_what_never_changes_is_kept_without_asking(api: Api, path: str) -> None:
    kept = (await api("GET", path)).headers["cache-control"]
    assert kept == ("public, max-age=31536000, immutable" if SWAGGER_UI in path else "public, no-cache")
