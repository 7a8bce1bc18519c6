"""The Prefer header (RFC 7240)."""

from collections.abc import Mapping

DRY_RUN = "dry-run"


def prefers_dry_run(headers: Mapping[bytes, bytes]) -> bool:
    """Return whether the client prefers that the request is only tried; other preferences may be ignored."""
    sent = headers.get(b"prefer")
    if sent is None:
        return False
    preferences = (part.split(";")[0].strip() for part in sent.decode("latin-1").lower().split(","))
    return any(each in (DRY_RUN, f"{DRY_RUN}=true", f'{DRY_RUN}=""') for each in preferences)
