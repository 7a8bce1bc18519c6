"""The Python client of taskapi, synchronous (`Client`) and asynchronous (`AsyncClient`)."""

from taskapi_client import batch, errors
from taskapi_client.client import Api, AsyncClient, Client
from taskapi_client.core.pages import Page
from taskapi_client.core.retries import Retries
from taskapi_client.core.settings import Attempt, Settings, Timeouts
from taskapi_client.types.accounts import Account, IssuedToken, PersonalAccessToken, Session, Tokens
from taskapi_client.types.changes import DryRun, RecordedChange, Update
from taskapi_client.types.choices import (
    ChangeKind,
    Due,
    EndOfOrder,
    ObjectKind,
    Priority,
    Scope,
    Sort,
    Status,
    TasksOfProject,
)
from taskapi_client.types.codes import ErrorCode
from taskapi_client.types.labels import LabelCount
from taskapi_client.types.problems import Violation
from taskapi_client.types.projects import Project
from taskapi_client.types.tasks import Task

__all__ = [
    "Account",
    "Api",
    "AsyncClient",
    "Attempt",
    "ChangeKind",
    "Client",
    "DryRun",
    "Due",
    "EndOfOrder",
    "ErrorCode",
    "IssuedToken",
    "LabelCount",
    "ObjectKind",
    "Page",
    "PersonalAccessToken",
    "Priority",
    "Project",
    "RecordedChange",
    "Retries",
    "Scope",
    "Session",
    "Settings",
    "Sort",
    "Status",
    "Task",
    "TasksOfProject",
    "Timeouts",
    "Tokens",
    "Update",
    "Violation",
    "batch",
    "errors",
]
