"""Masking secrets in log events: a second line of defence, since secrets should not be logged at all."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

MASK = "***"
MAX_DEPTH = 5
"""Levels of nesting; deeper values are rendered as text."""

_SECRET_NAME = re.compile(
    r"passw|passphrase|secret|token|authori[sz]ation|cookie|credential|api_?key|private_?key|dsn|database_?url",
    re.IGNORECASE,
)
# The repetitions are bounded, so that no input makes a line expensive.
_SECRET_TEXT = re.compile(
    r"(?P<before>\w://[^\s:/@\"\\]{0,100}:)[^\s@\"\\]{1,200}(?=@)"  # the password in a URL
    r"|\beyJ[\w-]{8,200}\.[\w-]+\.[\w-]+"  # a JSON web token
    r"|(?P<scheme>\bBearer )[\w.~+/-]{16,}=*",
    re.ASCII,
)


def plain(value: Any, depth: int = 0) -> Any:
    """Return a value as JSON types: other types become text, a value whose text cannot be had is named by its type."""
    kind = type(value)
    if kind is str or kind is int or kind is float or kind is bool or value is None:
        return value
    try:
        if depth < MAX_DEPTH and isinstance(value, Mapping):
            return {str(key): masked(str(key), item, depth + 1) for key, item in value.items()}
        if depth < MAX_DEPTH and isinstance(value, list | tuple | set | frozenset):
            return [plain(item, depth + 1) for item in value]
        return repr(value) if isinstance(value, BaseException) else str(value)
    except Exception as error:  # noqa: BLE001 -- the line must be written whatever a `__str__` raises
        return f"<{kind.__name__}: {type(error).__name__}>"


def masked(name: str, value: Any, depth: int = 0) -> Any:
    """Return a value as it may be logged under its name; numbers and booleans are never masked."""
    if value is None or isinstance(value, int | float) or not _is_secret(name):
        return plain(value, depth)
    return MASK


def may_hold_secrets(text: str) -> bool:
    """Return whether a text may contain secrets."""
    return "://" in text or "eyJ" in text or "Bearer " in text


def without_secrets(text: str) -> str:
    """Return a text in which everything that looks like a secret is masked."""
    if not may_hold_secrets(text):
        return text
    return _SECRET_TEXT.sub(lambda match: f"{match['before'] or match['scheme'] or ''}{MASK}", text)


@lru_cache(maxsize=1_000)
def _is_secret(name: str) -> bool:
    return _SECRET_NAME.search(name) is not None
