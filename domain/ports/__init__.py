"""The ports: what the use cases need from the outside world; adapters provide it."""

from domain.ports.security import AccessTokens, Cipher, PasswordHasher, RefreshTokens
from domain.ports.system import Clock, NewId, NewSecret, RateTable
from domain.ports.unit_of_work import (
    AllowanceRepository,
    Begin,
    ChangeRepository,
    OutlineRepository,
    ProjectRepository,
    ReceiptRepository,
    RecordedRepository,
    SessionRepository,
    TaskRepository,
    UserRepository,
    Work,
    Writes,
)

__all__ = [
    "AccessTokens",
    "AllowanceRepository",
    "Begin",
    "ChangeRepository",
    "Cipher",
    "Clock",
    "NewId",
    "NewSecret",
    "OutlineRepository",
    "PasswordHasher",
    "ProjectRepository",
    "RateTable",
    "ReceiptRepository",
    "RecordedRepository",
    "RefreshTokens",
    "SessionRepository",
    "TaskRepository",
    "UserRepository",
    "Work",
    "Writes",
]
