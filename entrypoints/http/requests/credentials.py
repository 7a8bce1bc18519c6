"""The token of a request (RFC 6750, 2.1), in the Authorization header only."""

import re
from string import ascii_letters, digits

from domain.accounts.session import InvalidToken
from entrypoints.http.requests.errors import MissingCredentials

LONGEST = 4_096
"""Bytes of the header; longer ones are rejected unread."""
_TOKEN = (ascii_letters + digits + "-._~+/").encode()
"""What a token consists of; equal signs may follow (RFC 9110, 11.2)."""
_OUR_SCHEME = re.compile(rb"bearer(?![!#$%&'*+.^_`|~0-9a-z-])", re.IGNORECASE)


def token_in(authorization: bytes | None) -> str:
    """Return the bearer token; raise `MissingCredentials` if there is none, `InvalidToken` if it cannot be one."""
    if authorization is None:
        raise MissingCredentials
    if len(authorization) > LONGEST:
        raise InvalidToken
    scheme, _, rest = authorization.partition(b" ")
    token = rest.lstrip(b" ")
    bare = token.rstrip(b"=")
    if scheme.lower() == b"bearer" and bare and not bare.translate(None, _TOKEN):
        return token.decode()
    raise InvalidToken if _OUR_SCHEME.match(authorization) else MissingCredentials
