"""The use cases: one class per intention."""

from taskapi import guard

guard(__name__, "domain")

from application.accounts import (
    ChangePassword,
    DeleteAccount,
    PasswordChange,
    ReadAccount,
    Register,
    Registered,
    Registration,
)
from application.administration import CreateUser, DeleteUser, DisableUser, EnableUser, FindUser, ListUsers, SetPassword
from application.attempts.allowances import AttemptCounter, Limits
from application.attempts.known_networks import KnownNetworks
from application.attempts.password_verifier import PasswordVerifier
from application.batch import Batch, BatchRefused, RunBatch
from application.changes.feed import ChangeFeed
from application.changes.following import AwaitChanges, StreamChanges
from application.changes.history import ReadHistory, ReadPast
from application.changes.reading import ReadChanges
from application.changes.snapshot import ReadSnapshot
from application.changes.undoing import UndoChanges
from application.client_info import ClientInfo
from application.dry_run import DryRun
from application.export import ExportAccount
from application.idempotency import IdempotentResult, Once, ReceiptBudget, Receipts
from application.operations.commands import Creation, TaskChange, TaskMove, TaskRemoval
from application.organising.labels import DeleteLabel, ListLabels, RenameLabel
from application.organising.projects import (
    CreateProject,
    DeleteProject,
    EditProject,
    ListProjects,
    MoveProject,
    ProjectChange,
    ProjectCreation,
    ProjectMove,
    ProjectRemoval,
    ReadProject,
    TasksOfProject,
)
from application.personal_access_tokens import (
    AuthenticateToken,
    CreatedToken,
    CreateToken,
    ListTokens,
    RevokeAllTokens,
    RevokeToken,
)
from application.sessions import (
    Authenticate,
    Credentials,
    EndAllSessions,
    EndSession,
    ListSessions,
    LogIn,
    RotateSession,
)
from application.tasks import (
    CountTasks,
    CreateTask,
    DeleteTask,
    EditTask,
    ListTasks,
    MoveTask,
    ReadProgress,
    ReadTask,
    SummarizeTasks,
)
from application.tokens import EncryptedReceipts, IssueTokens, TokenPair

__all__ = [
    "AttemptCounter",
    "Authenticate",
    "AuthenticateToken",
    "AwaitChanges",
    "Batch",
    "BatchRefused",
    "ChangeFeed",
    "ChangePassword",
    "ClientInfo",
    "CountTasks",
    "CreateProject",
    "CreateTask",
    "CreateToken",
    "CreateUser",
    "CreatedToken",
    "Creation",
    "Credentials",
    "DeleteAccount",
    "DeleteLabel",
    "DeleteProject",
    "DeleteTask",
    "DeleteUser",
    "DisableUser",
    "DryRun",
    "EditProject",
    "EditTask",
    "EnableUser",
    "EncryptedReceipts",
    "EndAllSessions",
    "EndSession",
    "ExportAccount",
    "FindUser",
    "IdempotentResult",
    "IssueTokens",
    "KnownNetworks",
    "Limits",
    "ListLabels",
    "ListProjects",
    "ListSessions",
    "ListTasks",
    "ListTokens",
    "ListUsers",
    "LogIn",
    "MoveProject",
    "MoveTask",
    "Once",
    "PasswordChange",
    "PasswordVerifier",
    "ProjectChange",
    "ProjectCreation",
    "ProjectMove",
    "ProjectRemoval",
    "ReadAccount",
    "ReadChanges",
    "ReadHistory",
    "ReadPast",
    "ReadProgress",
    "ReadProject",
    "ReadSnapshot",
    "ReadTask",
    "ReceiptBudget",
    "Receipts",
    "Register",
    "Registered",
    "Registration",
    "RenameLabel",
    "RevokeAllTokens",
    "RevokeToken",
    "RotateSession",
    "RunBatch",
    "SetPassword",
    "StreamChanges",
    "SummarizeTasks",
    "TaskChange",
    "TaskMove",
    "TaskRemoval",
    "TasksOfProject",
    "TokenPair",
    "UndoChanges",
]
