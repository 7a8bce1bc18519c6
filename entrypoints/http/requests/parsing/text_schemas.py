"""JSON Schemas of strings: what requests may contain, and what responses contain.

The patterns mean the same in every dialect of regular expressions: no lookaround, no classes of
Unicode. JSON Schema counts code points, as the domain does.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeAlias

from domain.accounts.password import MAX_LENGTH
from domain.tasks.search import SEARCH_TEXT
from domain.text import TextRule

Schema: TypeAlias = Mapping[str, Any]

BLANK = r"\t-\r\x1C-\x20\x85\xA0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000"
"""What `str.strip` removes; dialects disagree about `\\s`."""
WITHOUT_NUL = r"^[^\x00]*$"

# No pattern stands beside a format: many generated clients apply it to the value that they have parsed.
EMAIL_INPUT: Schema = {"type": "string", "format": "email"}
PASSWORD_INPUT: Schema = {"type": "string", "format": "password", "maxLength": MAX_LENGTH}
TIME: Schema = {"type": "string", "format": "date-time"}
UUID: Schema = {"type": "string", "format": "uuid"}
SEARCH_INPUT: Schema = {
    "type": "string",
    "minLength": 1,
    "maxLength": SEARCH_TEXT.max_length,
    "pattern": WITHOUT_NUL,
}


def enumeration(kind: type[StrEnum]) -> Schema:
    """Return the schema of the values of an enumeration."""
    return {"type": "string", "description": kind.__doc__, "enum": [word.value for word in kind]}


def text_input(rule: TextRule) -> Schema:
    """Return the schema of texts that a rule accepts."""
    if not rule.trim:
        return {**text_output(rule), "pattern": WITHOUT_NUL}
    # The length counts after trimming, which only a pattern can express.
    edge = rf"[^\x00{BLANK}]"
    text = rf"{edge}(?:[^\x00]{{0,{rule.max_length - 2}}}{edge})?"
    return {"type": "string", "minLength": rule.min_length, "pattern": f"^[{BLANK}]*{text}[{BLANK}]*$"}


def text_output(rule: TextRule) -> Schema:
    """Return the schema of texts that a rule has accepted."""
    min_length = {"minLength": rule.min_length} if rule.min_length else {}
    return {"type": "string", **min_length, "maxLength": rule.max_length}
