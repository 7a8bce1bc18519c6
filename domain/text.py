"""Rules for texts that clients send."""

from attrs import frozen

from domain.errors import InvalidInput


@frozen
class TextRule:
    """A rule for a text; calling it returns the text as it is stored."""

    max_length: int
    """In code points, after trimming."""
    min_length: int = 0
    trim: bool = False

    def __call__(self, raw: str) -> str:
        """Return the text as it is stored; raise `InvalidInput` with one violation (empty path)."""
        text = raw.strip() if self.trim else raw
        if "\0" in text:
            raise InvalidInput.of("nul", "must not contain the NUL character")
        # A lone surrogate is the only thing a str can hold that UTF-8 cannot.
        if not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
            raise InvalidInput.of("surrogate", "must not contain lone surrogates")
        if len(text) < self.min_length:
            minimum = (
                "must not be blank" if self.min_length == 1 else f"must have at least {self.min_length} characters"
            )
            raise InvalidInput.of("too-short", minimum)
        if len(text) > self.max_length:
            raise InvalidInput.of("too-long", f"must have at most {self.max_length} characters, has {len(text)}")
        return text


TITLE = TextRule(min_length=1, max_length=200, trim=True)
DESCRIPTION = TextRule(max_length=2_000)
USER_AGENT = TextRule(max_length=300)
ADDRESS = TextRule(min_length=1, max_length=100)
"""A network address: IPv6 takes 45 characters, the rest is for the name of an interface."""
