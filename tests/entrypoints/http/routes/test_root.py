"""The root leads on."""

import pytest

from entrypoints.http.routes.root import LINKS
from tests.entrypoints.http.support.api import Api


async def test_a_browser_is_led_to_the_documentation(api: Api) -> None:
    answer = await api("GET", "/", headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})

    assert (answer.status_code, answer.headers["location"], answer.headers["vary"]) == (302, "docs", "accept")


@pytest.mark.parametrize("headers", [{}, {"Accept": "application/json"}, {"Accept": "*/*"}])
async def test_a_program_gets_links_that_work(api: Api, headers: dict[str, str]) -> None:
    answer = await api("GET", "/", headers=headers)

    assert (answer.status_code, answer.json()) == (200, LINKS)
    for name in ("documentation", "openapi", "health"):
        assert (await api("GET", LINKS[name])).status_code == 200
