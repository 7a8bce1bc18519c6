"""The Prefer header (RFC 7240)."""

from collections.abc import Mapping

from entrypoints.http.requests.errors import BadRequest

DRY_RUN = "dry-run"
_TRUE, _FALSE = frozenset({"", "true", "1"}), frozenset({"false", "0"})


def prefers_dry_run(headers: Mapping[bytes, bytes]) -> bool:
    """Return whether the client prefers that the request is only tried; raise `BadRequest` if that is unclear.

    Other preferences may be ignored.
    """
    sent = headers.get(b"prefer")
    if sent is None:
        return False
    for preference in sent.decode("latin-1").lower().split(","):
        name, _, value = preference.split(";")[0].partition("=")
        if name.strip() == DRY_RUN:
            value = value.strip().strip('"')
            if value not in _TRUE | _FALSE:
                raise BadRequest(f"Prefer: {DRY_RUN} takes no value or true or false; nothing was done")
            return value in _TRUE
    return False
