"""A caller of an operation, for valid and invalid requests."""

from typing import Any

import httpx
from attrs import frozen

from tests.entrypoints.http.support.api import PASSWORD, Person
from tests.entrypoints.http.support.document import DOCUMENT, operations_in

OPERATIONS = {operation["operationId"]: (path, method) for path, method, operation in operations_in(DOCUMENT)}
NEW = {"op": "create", "task": {"title": "x"}}
NEW_TOKEN = {"name": "CI", "scopes": ["tasks:read"]}
PROJECTS = ("readProject", "editProject", "moveProject", "deleteProject", "readProjectHistory")
LABEL = "errands"
SECRET = "quite another secret phrase"


@frozen
class Scene:
    """A caller of an operation."""

    name: str
    person: Person
    id: str
    """The version of the object in the path."""
    body: Any
    task: str
    """The id of a task."""
    project: str
    """The id of an empty project."""

    @classmethod
    async def of(cls, name: str, person: Person) -> "Scene":
        """Return a scene in which the call succeeds."""
        task = (await person.task(labels=[LABEL]))["id"]
        session, *_ = (await person("GET", "auth/sessions")).json()
        token = (await person("POST", "auth/tokens", json=NEW_TOKEN)).json()
        project = (await person("POST", "projects", json={"name": "x"})).json()["id"]
        bodies = {
            "register": {"email": f"new-{person.email}", "password": PASSWORD},
            "logIn": {"email": person.email, "password": PASSWORD},
            "refreshTokens": {"refresh_token": person.tokens["refresh_token"]},
            "changePassword": {"current_password": PASSWORD, "new_password": SECRET},
            "deleteAccount": {"password": PASSWORD},
            "createToken": NEW_TOKEN,
            "createTask": {"title": "x"},
            "createProject": {"name": "x"},
            "editProject": {},
            "editTask": {},
            "moveTask": {"to": "last"},
            "moveProject": {"to": "last"},
            "renameLabel": {"name": "y"},
            "undoChanges": {"numbers": [1]},
            "runBatch": {"atomic": True, "operations": [{"op": "edit", "id": task, "task": {}}, NEW]},
        }
        ids = {"endSession": session["id"], "revokeToken": token["id"], "undoChange": "1"}
        ids |= dict.fromkeys(PROJECTS, project) | {"renameLabel": LABEL, "deleteLabel": LABEL}
        return cls(name, person, ids.get(name, task), bodies.get(name), task, project)

    async def __call__(self, **changes: Any) -> httpx.Response:
        """Send the request; the arguments replace parts of a valid one."""
        path, method = OPERATIONS[self.name]
        parts = [changes.pop("id", self.id) if part.startswith("{") else part for part in path.split("/")]
        if "content" not in changes and self.body is not None:
            changes.setdefault("json", self.body)
        caller = self.person.api if changes.pop("unsigned", False) else self.person
        return await caller(method.upper(), "/".join(parts), **changes)
