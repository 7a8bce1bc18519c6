"""All mistakes in a body or a query string, gathered into one error that names each place."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from itertools import islice

from attrs import fields
from cattrs import ClassValidationError, ForbiddenExtraKeysError
from cattrs.errors import AttributeValidationNote

from domain.errors import InvalidInput, Violation

MAX_VIOLATIONS = 100
"""Mistakes that are told at once; who makes more is told the first ones."""

_LONGEST_NAME = 64
"""Longer names are like none of ours, and to find that out would take long."""


def invalid_input(code: str, detail: str) -> InvalidInput:
    """One mistake in the whole of what was sent."""
    return InvalidInput((Violation("", code, detail),))


def gathered(error: ClassValidationError) -> InvalidInput:
    """What cattrs found in one object, as one error; whatever is no mistake of the sender is raised as it is."""
    return InvalidInput(tuple(islice(_violations(error), MAX_VIOLATIONS)))


def _violations(error: ClassValidationError) -> Iterator[Violation]:
    for part in error.exceptions:
        key = _key(part, error.cl)
        match part:
            case InvalidInput():
                yield from part.violations if key is None else under(key, part)
            case ForbiddenExtraKeysError():
                known = [str(attribute.alias) for attribute in fields(error.cl)]
                for name in sorted(part.extra_fields):
                    yield unknown(name, known, kind="field")
            case KeyError() if key is not None:
                yield Violation(f"/{escaped(key)}", "missing", "is required")
            case _:
                raise part


def _key(part: Exception, kind: type) -> str | None:
    """The key under which a part of an object stands; none if the mistake is in the whole object."""
    notes = (note for note in getattr(part, "__notes__", ()) if isinstance(note, AttributeValidationNote))
    return next((str(getattr(fields(kind), note.name).alias) for note in notes), None)


def under(key: str | int, error: InvalidInput) -> Iterator[Violation]:
    """The mistakes of a part, seen from the object or array in which it stands."""
    return (violation.under(escaped(str(key))) for violation in error.violations)


def unknown(name: str, known: Iterable[str], *, kind: str) -> Violation:
    """The mistake to use a name that does not exist, with the nearest one that does."""
    return Violation(f"/{escaped(name)}", f"unknown-{kind}", f"there is no such {kind}{did_you_mean(name, known)}")


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The end of a sentence that names the most similar name, or all there are if none is similar."""
    names = list(known)
    near = get_close_matches(name, names, n=1) if len(name) <= _LONGEST_NAME else []
    if near:
        return f"; did you mean {near[0]}?"
    return f"; known are {', '.join(names)}" if names else ""


def escaped(name: str) -> str:
    """A key as part of a JSON pointer (RFC 6901, 3)."""
    return name.replace("~", "~0").replace("/", "~1")
