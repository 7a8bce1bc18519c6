"""One entity of every kind that a store keeps."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from adapters.testing.builders import a_project, a_receipt, a_session, a_task, a_token, a_user, an_allowance
from domain.ids import UserId

Make = Callable[[UserId], Any]
"""Makes an entity, for its owner if it has one."""

OWNED: dict[str, Make] = {
    "task": lambda owner: a_task(owner=owner),
    "project": lambda owner: a_project(owner=owner),
    "session": lambda owner: a_session(user_id=owner),
    "token": lambda owner: a_token(user_id=owner),
    "receipt": lambda owner: a_receipt(owner=owner, key=uuid4().hex),
}
ALL: dict[str, Make] = OWNED | {"allowance": lambda _: an_allowance(), "user": lambda _: a_user()}

of_every_kind = pytest.mark.parametrize("make", ALL.values(), ids=ALL.keys())
of_every_kind_with_an_owner = pytest.mark.parametrize("make", OWNED.values(), ids=OWNED.keys())
