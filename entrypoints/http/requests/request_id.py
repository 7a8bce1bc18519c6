"""The id of a request, in its response and in the log."""

import re
import secrets
from functools import cache
from itertools import count

_GOOD = re.compile(rb"[A-Za-z0-9._~+/=:@-]{1,128}")
_NUMBERS = count(1)


def request_id(sent: bytes | None) -> str:
    """Return the caller's id if it is well-formed, otherwise a new one: this process and a running number."""
    if sent is not None and _GOOD.fullmatch(sent):
        return sent.decode()
    return f"{_process()}-{next(_NUMBERS):x}"


@cache
def _process() -> str:
    """Return a random prefix, created at the first request: forked workers would share an earlier one."""
    return secrets.token_hex(8)
