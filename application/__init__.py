"""Everything the system can do: one class per intention."""

from application.accounts import ChangePassword, DeleteAccount, PasswordChange, ReadAccount, Register, Registration
from application.administration import CreateUser, DisableUser, EnableUser, FindUser, ListUsers, SetPassword
from application.allowances import Limits, Meter
from application.batch import Batch, BatchRefused, RunBatch
from application.export import ExportAccount
from application.idempotency import Given, Once
from application.password_verifier import Guesses, Origin
from application.sessions import (
    Authenticate,
    Credentials,
    EndAllSessions,
    EndSession,
    IssueTokens,
    ListSessions,
    LogIn,
    RotateSession,
    TokenPair,
)
from application.tasks import (
    CountTasks,
    CreateTask,
    DeleteTask,
    EditTask,
    ListTasks,
    ReadTask,
    TaskChange,
    TaskRemoval,
)

__all__ = [
    "Authenticate",
    "Batch",
    "BatchRefused",
    "ChangePassword",
    "CountTasks",
    "CreateTask",
    "CreateUser",
    "Credentials",
    "DeleteAccount",
    "DeleteTask",
    "DisableUser",
    "EditTask",
    "EnableUser",
    "EndAllSessions",
    "EndSession",
    "ExportAccount",
    "FindUser",
    "Given",
    "Guesses",
    "IssueTokens",
    "Limits",
    "ListSessions",
    "ListTasks",
    "ListUsers",
    "LogIn",
    "Meter",
    "Once",
    "Origin",
    "PasswordChange",
    "ReadAccount",
    "ReadTask",
    "Register",
    "Registration",
    "RotateSession",
    "RunBatch",
    "SetPassword",
    "TaskChange",
    "TaskRemoval",
    "TokenPair",
]
