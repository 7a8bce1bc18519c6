"""Cross-origin access for web pages (the CORS protocol of the Fetch standard), never with credentials."""

from attrs import field, frozen

from entrypoints.http.middleware.security_headers import Headers

ANY = "*"
EXPOSED = (
    b"access-control-expose-headers",
    (
        b"ETag, Idempotency-Replayed, Link, Location, RateLimit, RateLimit-Policy, Retry-After, "
        b"WWW-Authenticate, X-Limit, X-Request-Id, X-Total-Count"
    ),
)
ALLOWED = (
    b"access-control-allow-headers",
    (
        b"Accept, Accept-Language, Authorization, Baggage, Content-Language, Content-Type, Idempotency-Key, If-Match, "
        b"If-None-Match, Last-Event-ID, Prefer, Sentry-Trace, Traceparent, Tracestate, X-Request-Id, X-Requested-With"
    ),
)
MAX_AGE = (b"access-control-max-age", b"600")
VARY_ORIGIN = (b"vary", b"Origin")


def _origins(names: tuple[str, ...]) -> frozenset[bytes]:
    return frozenset(name.encode() for name in names)


@frozen
class Cors:
    """The origins that may read; they are compared to the byte."""

    origins: frozenset[bytes] = field(converter=_origins)

    def answer_to(self, origin: bytes | None) -> Headers:
        """Return the headers of a response to a page from this origin."""
        if ANY.encode() in self.origins:
            return ((b"access-control-allow-origin", b"*"), EXPOSED) if origin else ()
        if not self.origins:
            return ()
        if origin in self.origins and origin:
            return ((b"access-control-allow-origin", origin), EXPOSED, VARY_ORIGIN)
        return (VARY_ORIGIN,)

    def preflight(self, methods: tuple[str, ...]) -> Headers:
        """Return the additional headers of a preflight response."""
        return ((b"access-control-allow-methods", ", ".join(methods).encode()), ALLOWED, MAX_AGE)
