"""The clock, fresh ids and fresh secrets."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

Clock: TypeAlias = Callable[[], datetime]
"""The present moment, aware, in UTC."""

NewId: TypeAlias = Callable[[], UUID]
"""A fresh id; later ones sort behind earlier ones."""

NewSecret: TypeAlias = Callable[[], bytes]
"""256 fresh random bits."""
