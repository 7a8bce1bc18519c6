"""The rate limit per user."""

from collections.abc import Callable
from time import monotonic_ns
from typing import Self

from attrs import frozen

from domain.ids import UserId
from domain.ports import RateTable
from entrypoints.http.requests.errors import RateLimited
from entrypoints.http.requests.exchange import Exchange

SECOND = 1_000_000_000
WINDOW = 60
"""The seconds of the limit's window."""
BURST = WINDOW // 12
"""Seconds' worth of requests that may arrive at once: over two windows 4 % more than the limit."""


@frozen
class RateLimit:
    """The generic cell rate algorithm, as virtual scheduling (ITU-T I.371, Annex A): it stores one time per user.

    Every request makes the theoretical arrival time of the user's next one an `interval` later; one that would bring
    it further ahead of the present than `burst` is refused, and counts for nothing. All times in nanoseconds.
    """

    rate_table: RateTable
    interval: int
    burst: int
    policy: tuple[bytes, bytes]
    now: Callable[[], int] = monotonic_ns

    @classmethod
    def of(cls, requests: int, rate_table: RateTable) -> Self:
        """So many requests a minute, evenly or a twelfth of them at once; at least one is."""
        interval = WINDOW * SECOND // requests
        policy = (b"ratelimit-policy", b'"user";q=%d;w=%d' % (requests, WINDOW))
        return cls(rate_table, interval, max(BURST * SECOND, interval), policy)

    def admit(self, exchange: Exchange, user: UserId) -> None:
        """Count a request and set the headers of its response; raise `RateLimited` if the limit is exceeded.

        The headers are those of draft-ietf-httpapi-ratelimit-headers: `r` more requests are welcome just now, and in
        `t` seconds (rounded up) as many as ever; on a refusal, the next one.
        """
        now = self.now()
        place, tag, due = self.rate_table.of(user.bytes)
        ahead = max(due - now, 0) + self.interval
        if ahead > self.burst:
            wait = -((self.burst - ahead) // SECOND)
            exchange.quota = (self.policy, (b"ratelimit", b'"user";r=0;t=%d' % wait))
            exchange.refused_user = user
            raise RateLimited(retry_after=wait)
        self.rate_table.note(place, tag, now + ahead)
        left = (self.burst - ahead) // self.interval
        exchange.quota = (self.policy, (b"ratelimit", b'"user";r=%d;t=%d' % (left, -(-ahead // SECOND))))
