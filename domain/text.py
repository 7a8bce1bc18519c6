"""Rules for text from outside."""

from attrs import frozen

from domain.errors import InvalidInput, Violation


@frozen
class TextRule:
    """How a text must look; calling the rule returns the text as it is kept."""

    longest: int
    """In code points, after trimming."""
    shortest: int = 0
    trim: bool = False

    def __call__(self, raw: str) -> str:
        """Return the text as it is kept; raise `InvalidInput` with one violation (empty pointer)."""
        text = raw.strip() if self.trim else raw
        if "\0" in text:
            raise _invalid_input("nul", "must not contain the NUL character")
        # A lone surrogate is the only thing a str can hold that UTF-8 cannot.
        if not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
            raise _invalid_input("surrogate", "must not contain lone surrogates")
        if len(text) < self.shortest:
            wanted = "must not be blank" if self.shortest == 1 else f"must have at least {self.shortest} characters"
            raise _invalid_input("too-short", wanted)
        if len(text) > self.longest:
            raise _invalid_input("too-long", f"must have at most {self.longest} characters, has {len(text)}")
        return text


def _invalid_input(code: str, detail: str) -> InvalidInput:
    return InvalidInput((Violation("", code, detail),))


TITLE = TextRule(shortest=1, longest=200, trim=True)
DESCRIPTION = TextRule(longest=2_000)
USER_AGENT = TextRule(longest=300)
ADDRESS = TextRule(shortest=1, longest=100)
"""A network address: IPv6 takes 45 characters, the rest is for the name of an interface."""
