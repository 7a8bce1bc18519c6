"""What things are called."""

from typing import NewType
from uuid import UUID

UserId = NewType("UserId", UUID)
TaskId = NewType("TaskId", UUID)
SessionId = NewType("SessionId", UUID)
