"""The token that a request carries (RFC 6750, 2.1): in the Authorization header and nowhere else."""

import re

from domain.session import InvalidToken
from entrypoints.http.refusals import MissingCredentials

LONGEST = 4_096
"""Bytes of the header; longer ones are refused unread."""
_BEARER = re.compile(rb"bearer +([A-Za-z0-9._~+/-]+=*)", re.IGNORECASE)
_OUR_SCHEME = re.compile(rb"bearer(?![!#$%&'*+.^_`|~0-9a-z-])", re.IGNORECASE)


def token_in(authorization: bytes | None) -> str:
    """Return the bearer token; raise `MissingCredentials` if there is none, `InvalidToken` if it cannot be one."""
    if authorization is None:
        raise MissingCredentials
    if len(authorization) > LONGEST:
        raise InvalidToken
    found = _BEARER.fullmatch(authorization)
    if found:
        return found[1].decode()
    raise InvalidToken if _OUR_SCHEME.match(authorization) else MissingCredentials
