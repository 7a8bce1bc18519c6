"""Rules for texts that clients send."""

import re

from attrs import frozen

from domain.errors import InvalidInput

BLANK = "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"
"""What `str.strip` removes, as a class of a regular expression."""
CONTROL = "\\x00-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f"
"""Control characters but for those that are blanks in a text (tabs and ends of lines), as a class."""
LINE_BREAKS = "\\t-\\r\\x85\\u2028\\u2029"
"""Tabs and ends of lines, as a class."""
INVISIBLE = (
    "\\xad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u2800"
    "\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb"
)
"""What leaves no mark on a page, as a class: Default_Ignorable_Code_Point of Unicode 16, and the empty Braille cell."""
INVISIBLE_ASTRAL = "\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff"

_control = re.compile(f"[{CONTROL}]").search
_control_or_break = re.compile(f"[{CONTROL}{LINE_BREAKS}]").search
_visible = re.compile(f"[^{BLANK}{INVISIBLE}{INVISIBLE_ASTRAL}]").search


@frozen
class TextRule:
    """A rule for a text; calling it returns the text as it is stored."""

    max_length: int
    """In code points, after trimming."""
    min_length: int = 0
    """With a minimum, a text must have a visible character, too."""
    trim: bool = False
    one_line: bool = False
    """Whether tabs and ends of lines are rejected as well."""

    def __call__(self, raw: str) -> str:
        """Return the text as it is stored; raise `InvalidInput` with one violation (empty path)."""
        text = raw.strip() if self.trim else raw
        if not (text.isascii() and text.isprintable()):
            _ensure_usable(text, one_line=self.one_line)
        if self.min_length and not _visible(text):
            raise InvalidInput.of("too-short", "must not be blank")
        if len(text) < self.min_length:
            raise InvalidInput.of("too-short", f"must have at least {self.min_length} characters")
        if len(text) > self.max_length:
            raise InvalidInput.of("too-long", f"must have at most {self.max_length} characters, has {len(text)}")
        return text


def _ensure_usable(text: str, *, one_line: bool) -> None:
    if "\0" in text:
        raise InvalidInput.of("nul", "must not contain the NUL character")
    if found := (_control_or_break if one_line else _control)(text):
        raise InvalidInput.of("control-character", f"must not contain the control character U+{ord(found[0]):04X}")
    # A lone surrogate is the only thing a str can hold that UTF-8 cannot.
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise InvalidInput.of("surrogate", "must not contain lone surrogates")


TITLE = TextRule(min_length=1, max_length=200, trim=True)
DESCRIPTION = TextRule(max_length=2_000)
PROJECT_NAME = TextRule(min_length=1, max_length=100, trim=True)
LABEL = TextRule(min_length=1, max_length=50, trim=True, one_line=True)
TOKEN_NAME = TextRule(min_length=1, max_length=100, trim=True)
USER_AGENT = TextRule(max_length=300)
ADDRESS = TextRule(min_length=1, max_length=100)
"""A network address: IPv6 takes 45 characters, the rest is for the name of an interface."""
