"""JSON Schemas of strings: what requests may contain, and what responses contain.

The patterns mean the same in every dialect of regular expressions: no lookaround, no classes of
Unicode. JSON Schema counts code points, as the domain does.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeAlias

from domain.accounts.password import MAX_LENGTH
from domain.tasks.search import SEARCH_TEXT
from domain.text import BLANK, CONTROL, INVISIBLE, LINE_BREAKS, TextRule

Schema: TypeAlias = Mapping[str, Any]

WITHOUT_CONTROLS = f"^[^{CONTROL}]*$"

# No pattern stands beside a format: many generated clients apply it to the value that they have parsed.
EMAIL_INPUT: Schema = {"type": "string", "format": "email"}
PASSWORD_INPUT: Schema = {"type": "string", "format": "password", "maxLength": MAX_LENGTH}
TIME: Schema = {"type": "string", "format": "date-time"}
DAY: Schema = {"type": "string", "format": "date"}
TIME_OR_DAY: Schema = {"anyOf": [TIME, DAY]}
ZONE: Schema = {"type": "string", "pattern": "^[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+)*$", "default": "UTC"}
UUID: Schema = {"type": "string", "format": "uuid"}
SEARCH_INPUT: Schema = {
    "type": "string",
    "minLength": 1,
    "maxLength": SEARCH_TEXT.max_length,
    "pattern": WITHOUT_CONTROLS,
}


def enumeration(kind: type[StrEnum]) -> Schema:
    """Return the schema of the values of an enumeration."""
    return {"type": "string", "description": kind.__doc__, "enum": [word.value for word in kind]}


def text_input(rule: TextRule) -> Schema:
    """Return the schema of texts that a rule accepts."""
    if not rule.trim:
        return {**text_output(rule), "pattern": WITHOUT_CONTROLS}
    # The length counts after trimming, which only a pattern can express.
    edge = f"[^{CONTROL}{BLANK}]"
    inner = f"[^{CONTROL}{LINE_BREAKS}]" if rule.one_line else f"[^{CONTROL}]"
    text = f"{edge}(?:{inner}{{0,{rule.max_length - 2}}}{edge})?"
    return {
        "type": "string",
        "minLength": rule.min_length,
        "pattern": f"^[{BLANK}]*{text}[{BLANK}]*$",
        "not": {"pattern": f"^[{BLANK}{INVISIBLE}]*$"},
    }


def text_output(rule: TextRule) -> Schema:
    """Return the schema of texts that a rule has accepted."""
    min_length = {"minLength": rule.min_length} if rule.min_length else {}
    return {"type": "string", **min_length, "maxLength": rule.max_length}
