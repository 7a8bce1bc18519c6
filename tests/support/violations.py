"""Short notation for where violations are."""

from domain.errors import Violation


def place_of(violation: Violation) -> str:
    """The path of a violation, each part after a slash: `/operations/3/id`; empty for the whole input."""
    return "".join(f"/{part}" for part in violation.path)
