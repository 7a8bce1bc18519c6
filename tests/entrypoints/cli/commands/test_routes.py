"""`taskapi routes` lists the API as it is served."""

import json
import re

from tests.entrypoints.http.support.routes import CALLS
from tests.support.program import Run

ROW = r"(\w+) +(/\S*) +(\w+) +(anyone|token) +([\w.]+):(\w+)"


def test_the_list_has_one_line_for_each_call(run: Run) -> None:
    lines = run("routes").out.splitlines()

    found = [match for line in lines if (match := re.fullmatch(ROW, line))]
    assert len(found) == len(lines)
    assert [(match[1], match[2], match[3]) for match in found] == [
        (call.method, call.path, call.operation.id) for call in CALLS
    ]


def test_the_json_form_holds_the_same(run: Run) -> None:
    rows = json.loads(run("routes", "--json").out)

    assert {row["operation"]: row["access"] for row in rows} == {
        call.operation.id: "anyone" if call.operation.public else "token" for call in CALLS
    }
    assert rows[0].keys() == {"method", "path", "operation", "access", "handler"}
