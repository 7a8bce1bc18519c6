"""Pagination by the Link header, and cursors bound to their user and query."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from attrs import evolve

from adapters.testing.builders import NOON, a_task, a_user_id
from domain.tasks.query import KeysetPosition
from entrypoints.http.requests.parsing.cursors import Cursors
from entrypoints.http.requests.parsing.task_list_request import parse_task_list
from tests.entrypoints.http.support.api import Api, Person

NEXT = re.compile(r'<(/api/v1/tasks\?[!-;=?-~]*)>; rel="next"')


def next_page(link: str) -> str:
    found = NEXT.fullmatch(link)
    assert found, link
    return found[1]


def cursor_in(path: str) -> str:
    (cursor,) = parse_qs(urlsplit(path).query)["cursor"]
    return cursor


async def walked(person: Person, path: str) -> list[list[str]]:
    """The titles on each page from here to the end."""
    pages = []
    while True:
        answer = await person("GET", path)
        assert answer.status_code == 200, answer.text
        pages.append([task["title"] for task in answer.json()])
        if "link" not in answer.headers:
            return pages
        path = next_page(answer.headers["link"])


@pytest.fixture
async def seven(ada: Person) -> Person:
    for number in range(7):
        await ada.task(title=f"Task {number}", priority="low" if number % 2 else "high")
    return ada


async def test_the_links_lead_through_everything_once(seven: Person) -> None:
    assert await walked(seven, "tasks?limit=3") == [
        ["Task 6", "Task 5", "Task 4"],
        ["Task 3", "Task 2", "Task 1"],
        ["Task 0"],
    ]


@pytest.mark.parametrize("sort", ["created_at", "-updated_at", "due_at", "-due_at", "priority", "-title", "title"])
async def test_every_order_can_be_walked(seven: Person, sort: str) -> None:
    await seven.task(title="Due", due_at="2027-01-01T00:00:00.123456Z")

    whole = (await walked(seven, f"tasks?sort={sort}"))[0]
    pages = await walked(seven, f"tasks?sort={sort}&limit=1")

    assert [[title] for title in whole] == pages


async def test_a_last_page_that_is_full_has_no_next(seven: Person) -> None:
    assert [len(page) for page in await walked(seven, "tasks?limit=7")] == [7]


async def test_filters_stay_and_the_offset_goes(seven: Person) -> None:
    first = await seven("GET", "tasks?q=task&priority=high&priority=critical&limit=1&offset=1&count=true")

    parameters = parse_qs(urlsplit(next_page(first.headers["link"])).query)
    assert parameters.pop("cursor")
    assert parameters == {"q": ["task"], "priority": ["high", "critical"], "limit": ["1"], "count": ["true"]}
    assert (await walked(seven, next_page(first.headers["link"]))) == [["Task 2"], ["Task 0"]]


async def test_a_text_with_every_kind_of_character_survives_the_link(ada: Person) -> None:
    for _ in range(2):
        await ada.task(title='100% "größe" & <more> 日本')

    first = await ada("GET", "tasks", params={"q": '100% "größe" & <more> 日本*', "limit": 1})

    assert len((await ada("GET", next_page(first.headers["link"]))).json()) == 1


async def test_a_walk_skips_and_repeats_nothing_while_others_write(seven: Person) -> None:
    first = await seven("GET", "tasks?limit=3")
    await seven.task(title="New")
    await seven("DELETE", f"tasks/{first.json()[2]['id']}")

    rest = await walked(seven, next_page(first.headers["link"]))

    assert rest == [["Task 3", "Task 2", "Task 1"], ["Task 0"]]


async def test_a_cursor_is_good_for_one_user_and_one_query(seven: Person, api: Api) -> None:
    first = await seven("GET", "tasks?priority=high&limit=1")
    cursor = cursor_in(next_page(first.headers["link"]))
    stranger = await api.person()

    for person, query in (
        (stranger, f"priority=high&limit=1&cursor={cursor}"),
        (seven, f"limit=1&cursor={cursor}"),
        (seven, f"priority=low&limit=1&cursor={cursor}"),
        (seven, f"priority=high&sort=title&cursor={cursor}"),
        (seven, f"priority=high&q=x&cursor={cursor}"),
    ):
        answer = await person("GET", f"tasks?{query}")

        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/cursor"), query
    assert (await seven("GET", f"tasks?limit=5&priority=high&cursor={cursor}")).status_code == 200


async def test_no_character_of_a_cursor_can_be_changed(seven: Person) -> None:
    first = await seven("GET", "tasks?limit=1")
    cursor = cursor_in(next_page(first.headers["link"]))

    for place, character in enumerate(cursor):
        changed = cursor[:place] + ("A" if character != "A" else "B") + cursor[place + 1 :]
        assert (await seven("GET", f"tasks?limit=1&cursor={changed}")).status_code == 400, place
    for other in ("", "x", cursor[:-1], f"{cursor}A", f"{cursor}=", cursor * 100, "%00"):
        assert (await seven("GET", f"tasks?limit=1&cursor={other}")).status_code == 400, other


async def test_a_cursor_and_an_offset_exclude_each_other(seven: Person) -> None:
    first = await seven("GET", "tasks?limit=1")

    answer = await seven("GET", f"{next_page(first.headers['link'])}&offset=1")

    assert answer.status_code == 400


@pytest.mark.parametrize("value", [NOON, 3, "größe \U0001f331", a_task().created_at.min.replace(tzinfo=NOON.tzinfo)])
def test_every_position_survives_the_cursor(api: Api, value: str | int) -> None:
    cursors, request = Cursors(api.container.seal(), a_user_id()), parse_task_list(b"limit=1")
    position = KeysetPosition(value, a_task().id)

    path = next_page(cursors.link_to_next("/api/v1/tasks", request, position))

    assert cursors.positioned(evolve(request, cursor=cursor_in(path))) == evolve(request.query, after=position)
