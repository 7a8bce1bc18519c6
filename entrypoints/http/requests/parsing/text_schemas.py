"""JSON Schemas of strings: exactly what requests may contain, and what responses contain.

The patterns mean the same in every dialect of regular expressions. JSON Schema counts code points, as the domain does.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

from domain.accounts.password import MAX_LENGTH
from domain.tasks.search import SEARCH_TEXT
from domain.text import TextRule
from entrypoints.http.requests.parsing.formats import CANONICAL_UUID, OFFSET, TIME_OF_YEAR

Schema: TypeAlias = Mapping[str, Any]

BLANK = r"\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""What `str.strip` removes; dialects disagree about `\\s`."""
WITHOUT_NUL = r"^[^\u0000]*$"

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_SHORT_ENOUGH = r"(?=[^@]{1,64}@)(?=[^ ]{1,254} *$)"
_YEAR = r"(?!9999)(?:19|[2-9][0-9])[0-9]{2}"

EMAIL_INPUT: Schema = {
    "type": "string",
    "format": "email",
    "pattern": rf"^ *{_SHORT_ENOUGH}{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+(?![0-9]+ *$){_LABEL} *$",
}
PASSWORD_INPUT: Schema = {"type": "string", "format": "password", "maxLength": MAX_LENGTH, "pattern": WITHOUT_NUL}
TIME_INPUT: Schema = {"type": "string", "format": "date-time", "pattern": f"^{_YEAR}{TIME_OF_YEAR}{OFFSET}$"}
TIME_OUTPUT: Schema = {"type": "string", "format": "date-time", "pattern": "Z$"}
SEARCH_INPUT: Schema = {
    "type": "string",
    "minLength": 1,
    "maxLength": SEARCH_TEXT.max_length,
    "pattern": r"^[^\u0000]*[\p{L}\p{N}\p{M}_][^\u0000]*$",
}
UUID_INPUT: Schema = {"type": "string", "format": "uuid", "pattern": f"^{CANONICAL_UUID}$"}
UUID_OUTPUT: Schema = {"type": "string", "format": "uuid"}


def text_input(rule: TextRule) -> Schema:
    """Return the schema of texts that a rule accepts."""
    if not rule.trim:
        return {**text_output(rule), "pattern": WITHOUT_NUL}
    # The length counts after trimming, which only a pattern can express.
    edge = rf"[^\u0000{BLANK}]"
    text = rf"{edge}(?:[^\u0000]{{0,{rule.max_length - 2}}}{edge})?"
    return {"type": "string", "minLength": rule.min_length, "pattern": f"^[{BLANK}]*{text}[{BLANK}]*$"}


def text_output(rule: TextRule) -> Schema:
    """Return the schema of texts that a rule has accepted."""
    min_length = {"minLength": rule.min_length} if rule.min_length else {}
    return {"type": "string", **min_length, "maxLength": rule.max_length}
