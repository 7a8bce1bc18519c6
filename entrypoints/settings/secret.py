"""A text that is masked wherever it might be shown."""

MASK = "***"


class Secret:
    """Masked wherever it is printed, formatted, logged or serialised; only `revealed` returns the text."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    @property
    def revealed(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return MASK

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)
