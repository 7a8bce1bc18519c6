"""JSON Schemas of what is written as text: exactly what is let in, and exactly what goes out.

The patterns use only what all regular expression dialects understand alike.
JSON Schema counts code points, as the domain does.
"""

from collections.abc import Mapping
from typing import Any, TypeAlias

from domain.accounts.password import LONGEST
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

EMAIL_SENT: Schema = {
    "type": "string",
    "format": "email",
    "pattern": rf"^ *{_SHORT_ENOUGH}{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+(?![0-9]+ *$){_LABEL} *$",
}
PASSWORD_SENT: Schema = {"type": "string", "format": "password", "maxLength": LONGEST, "pattern": WITHOUT_NUL}
TIME_SENT: Schema = {"type": "string", "format": "date-time", "pattern": f"^{_YEAR}{TIME_OF_YEAR}{OFFSET}$"}
TIME_GIVEN: Schema = {"type": "string", "format": "date-time", "pattern": "Z$"}
SEARCH_SENT: Schema = {
    "type": "string",
    "minLength": 1,
    "maxLength": SEARCH_TEXT.longest,
    "pattern": r"^[^\u0000]*[\p{L}\p{N}\p{M}_][^\u0000]*$",
}
UUID_SENT: Schema = {"type": "string", "format": "uuid", "pattern": f"^{CANONICAL_UUID}$"}
UUID_GIVEN: Schema = {"type": "string", "format": "uuid"}


def text_sent(rule: TextRule) -> Schema:
    """What texts a rule lets in."""
    if not rule.trim:
        return {**text_given(rule), "pattern": WITHOUT_NUL}
    # The length counts after trimming, which only a pattern can say.
    edge = rf"[^\u0000{BLANK}]"
    kept = rf"{edge}(?:[^\u0000]{{0,{rule.longest - 2}}}{edge})?"
    return {"type": "string", "minLength": rule.shortest, "pattern": f"^[{BLANK}]*{kept}[{BLANK}]*$"}


def text_given(rule: TextRule) -> Schema:
    """How texts look that a rule has let in."""
    shortest = {"minLength": rule.shortest} if rule.shortest else {}
    return {"type": "string", **shortest, "maxLength": rule.longest}
