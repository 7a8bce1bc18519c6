"""Collecting all violations of a body or a query string into one error."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from itertools import islice

from attrs import fields
from cattrs import ClassValidationError, ForbiddenExtraKeysError
from cattrs.errors import AttributeValidationNote

from domain.errors import InvalidInput, Path, Violation

MAX_VIOLATIONS = 100
"""Violations that are reported at once; further ones are left out."""

SET_BY_THE_SERVICE = frozenset({"user_id", "created_at", "updated_at", "completed_at", "version"})
"""Fields of responses; they may resemble fields of bodies, but a hint would mislead."""

MAX_COMPARED_NAME = 64
"""Longer names resemble none of ours, and comparing them would take long."""


def collected(error: ClassValidationError) -> InvalidInput:
    """Return the violations that cattrs found in one object; raise whatever else it found.

    The tracebacks are cut: the frames of cattrs refer to the errors, and these cycles would stay until the garbage
    collector runs.
    """
    violations = InvalidInput(tuple(islice(_violations(error), MAX_VIOLATIONS)))
    for part in (error, *error.exceptions):
        part.__traceback__ = None
        part.__context__ = None
    return violations


def _violations(error: ClassValidationError) -> Iterator[Violation]:
    for part in error.exceptions:
        path = _path(part, error.cl)
        match part:
            case InvalidInput():
                yield from (violation.inside(*path) for violation in part.violations)
            case ForbiddenExtraKeysError():
                names = [str(attribute.alias) for attribute in fields(error.cl)]
                for name in sorted(part.extra_fields):
                    if name in SET_BY_THE_SERVICE:
                        yield Violation((name,), "unknown-field", "is set by the service; leave it out")
                    else:
                        yield unknown_name(name, names, kind="field")
            case KeyError() if path:
                yield Violation(path, "missing", "is required")
            case _:
                raise part


def _path(part: Exception, kind: type) -> Path:
    """Return the path of the field in which a violation was found; empty for the whole object."""
    notes = (note for note in getattr(part, "__notes__", ()) if isinstance(note, AttributeValidationNote))
    return next(((str(getattr(fields(kind), note.name).alias),) for note in notes), ())


def unknown_name(name: str, names: Iterable[str], *, kind: str) -> Violation:
    """Return the violation of using a name that does not exist, with the most similar one that does."""
    return Violation((name,), f"unknown-{kind}", f"there is no such {kind}{did_you_mean(name, names)}")


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """Return the end of a sentence that suggests the most similar name, or lists all if none is similar."""
    names = list(names)
    near = get_close_matches(name, names, n=1) if len(name) <= MAX_COMPARED_NAME else []
    if near:
        return f"; did you mean {near[0]}?"
    return f"; known are {', '.join(names)}" if names else ""
