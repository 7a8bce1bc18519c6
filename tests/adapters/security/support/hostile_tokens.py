"""Tokens that must be rejected, each wrong in one respect only."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from adapters.security.keys import Purpose
from adapters.security.refresh_tokens import SealedRefreshTokens
from domain.accounts.refresh_token import RefreshToken
from domain.ids import SessionId, UserId
from tests.adapters.security.support.forgery import (
    AT,
    CLAIMS,
    HEADER,
    LIFETIME,
    SESSION_ID,
    USER_ID,
    base64,
    headed,
    signed,
    token,
)
from tests.adapters.security.support.keys import FOREIGN, KEYS, RETIRED

GOOD = token()
_HEAD, _PAYLOAD, _SIGNATURE = GOOD.split(".")
_RAW_HEAD, _RAW_PAYLOAD = json.dumps(HEADER).encode(), json.dumps(CLAIMS).encode()
_JWK = {"kty": "oct", "k": base64(b"k" * 32)}
_REFRESH_TOKEN = SealedRefreshTokens(KEYS).write(
    RefreshToken(user_id=UserId(USER_ID), session_id=SessionId(SESSION_ID), generation=1, secret=bytes(32))
)

_ALGORITHMS: tuple[Any, ...] = (
    *("none", "NoNe", "hs256", "HS384", "HS512", "RS256", "ES256", "EdDSA", ""),
    *(256, None, ["HS256"], {}),
)
_VALUES: tuple[Any, ...] = (None, [], {}, True, 1.5, "", -1)
_IDS: tuple[Any, ...] = (7, "7", str(USER_ID)[:-1], str(USER_ID) + "0", "admin", "\0")
_ENDS: tuple[Any, ...] = (AT - 1, AT, 0, str(AT + 60), float(AT + 60), 10**30, "never")
_BEGINNINGS: tuple[Any, ...] = (AT + 61, AT + LIFETIME, str(AT), float(AT), 10**30)


def _with_duplicates() -> Iterator[tuple[str, str]]:
    for name, value in CLAIMS.items():
        first = json.dumps({name: "other" if isinstance(value, str) else 0}).encode()
        for form, more in (("another value", first), ("the same value", json.dumps({name: value}).encode())):
            yield f"{name} twice, first with {form}", signed(_RAW_HEAD, more[:-1] + b", " + _RAW_PAYLOAD[1:])
    for name, value in HEADER.items():
        more = json.dumps({name: value}).encode()
        yield f"{name} twice in the header", signed(more[:-1] + b", " + _RAW_HEAD[1:], _RAW_PAYLOAD)


def _with_wrong_headers() -> Iterator[tuple[str, str]]:
    for alg in _ALGORITHMS:
        yield f"alg {alg!r}", headed(alg=alg)
        yield f"alg {alg!r}, unsigned", headed(alg=alg).rpartition(".")[0] + "."
    yield "alg missing", headed(without="alg")
    yield "HS512 and really signed so", headed(alg="HS512", digest="sha512")
    for typ in ("JWT", "jwt", "refresh", "rt+jwt", "at+jwt ", "at", "", 1, None, ["at+jwt"]):
        yield f"typ {typ!r}", headed(typ=typ)
    yield "typ missing", headed(without="typ")
    for kid in (0, None, "", ["0ld-key"], "0LD-KEY", "new-key", "../../dev/null", "x' OR 1=1 --", "k" * 1_000_000):
        yield f"kid {str(kid)[:20]!r}", headed(kid=kid)
    yield "kid missing", headed(without="kid")
    yield "crit unknown", headed(crit=["bork"], bork=True)
    yield "crit known", headed(crit=["exp"])
    yield "crit empty", headed(crit=[])
    yield "b64 false", headed(b64=False, crit=["b64"])
    yield "b64 false, detached payload", f"{base64(json.dumps(HEADER | {'b64': False}).encode())}..{_SIGNATURE}"
    yield "jwk embedded", headed(jwk=_JWK)
    yield "jku", headed(jku="https://example.com/keys")
    yield "x5u", headed(x5u="https://example.com/cert")
    yield "zip", headed(zip="DEF")
    for raw in (b"", b"null", b"[]", b'"at+jwt"', b"7", b"{", b"\xff\xfe", b"{}", b"\xef\xbb\xbf" + _RAW_HEAD):
        yield f"header {raw[:8]!r}", signed(raw, _RAW_PAYLOAD)
    yield "header of nested lists", signed(b"[" * 2_500, _RAW_PAYLOAD)
    yield "header with nested lists", signed(b'{"alg":' + b"[" * 2_500, _RAW_PAYLOAD)
    yield "header with a huge number", signed(b'{"alg":' + b"9" * 2_500 + b"}", _RAW_PAYLOAD)


def _with_wrong_claims() -> Iterator[tuple[str, str]]:
    for claim in CLAIMS:
        yield f"{claim} missing", token(without=claim)
        for value in (*_VALUES, [CLAIMS[claim]]):
            yield f"{claim} {value!r}", token(**{claim: value})
    for exp in _ENDS:
        yield f"exp {exp!r}", token(exp=exp)
    for iat in _BEGINNINGS:
        yield f"iat {iat!r}", token(iat=iat)
    yield "nbf in the future", token(nbf=AT + 60)
    yield "nbf null", token(nbf=None)
    yield "a claim we never make", token(admin=True)
    for claim in ("sub", "sid"):
        for value in _IDS:
            yield f"{claim} {value!r}", token(**{claim: value})
    yield "jti int", token(jti=1)
    for aud in ("taskap", "taskapi ", "TASKAPI", "other", ["taskapi", "other"]):
        yield f"aud {aud!r}", token(aud=aud)
    for iss in ("task", "taskapi.example.com", "TASKAPI", "other"):
        yield f"iss {iss!r}", token(iss=iss)
    for raw in (b"", b"null", b"[]", b'"sub"', b"7", b"{", b"\xff\xfe", b"{}", b"[" * 2_500, b"9" * 2_500):
        yield f"payload {raw[:8]!r} ({len(raw)})", signed(_RAW_HEAD, raw)
    yield "payload with nested lists", signed(_RAW_HEAD, b'{"exp":' + b"[" * 2_500)
    yield "payload with NaN", signed(_RAW_HEAD, _RAW_PAYLOAD.replace(str(AT).encode(), b"NaN"))
    yield "payload with infinity", signed(_RAW_HEAD, _RAW_PAYLOAD.replace(str(AT).encode(), b"1e999"))


def _with_wrong_signatures() -> Iterator[tuple[str, str]]:
    yield "signature empty", f"{_HEAD}.{_PAYLOAD}."
    yield "signature missing", f"{_HEAD}.{_PAYLOAD}"
    yield "signature truncated", GOOD[:-1]
    yield "signature longer", GOOD + "A"
    yield "signature of another token", f"{_HEAD}.{_PAYLOAD}.{token(jti='2').rpartition('.')[2]}"
    yield "signature of zeros", f"{_HEAD}.{_PAYLOAD}.{'A' * 43}"
    yield "payload of another token", f"{_HEAD}.{token(jti='2').split('.')[1]}.{_SIGNATURE}"
    yield "key unused", token(RETIRED.derived(Purpose.ACCESS_TOKENS).first.secret)
    yield "key of another environment", token(FOREIGN.derived(Purpose.ACCESS_TOKENS).first.secret)
    yield "the secret itself", token(KEYS.first.secret)
    yield "key empty", token(b"")
    for purpose in Purpose:
        if purpose is not Purpose.ACCESS_TOKENS:
            yield f"key for {purpose}", token(KEYS.derived(purpose).first.secret)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    last = alphabet.index(GOOD[-1])
    for spare_bits in (1, 2, 3):
        yield f"last character with spare bits {spare_bits}", GOOD[:-1] + alphabet[last ^ spare_bits]


def _with_wrong_shapes() -> Iterator[tuple[str, str]]:
    for text in ("", ".", "..", "...", "a", "null", "a.b.c", "é.é.é", "\0", "\ud800", "\ud800.\ud800.\ud800"):
        yield f"only {text!r}", text
    for before, after in (("", "="), ("", "=="), ("", " "), (" ", ""), ("", "\n"), ("", "."), (".", ""), ("", ".a.b")):
        yield f"{before!r} before, {after!r} behind", before + GOOD + after
    for before, after in (("Bearer ", ""), ("", "\0"), ("", "\ud800"), ("", "\u0661"), ("", "," + GOOD), ("", ";")):
        yield f"{before!r} before, {after[:3]!r} behind", before + GOOD + after
    yield "padded header", f"{_HEAD}=.{_PAYLOAD}.{_SIGNATURE}"
    yield "padded payload, signed so", signed(_HEAD, _PAYLOAD + "=" * (-len(_PAYLOAD) % 4 or 4))
    yield "blank inside, signed so", signed(_HEAD, _PAYLOAD[:10] + "\n" + _PAYLOAD[10:])
    yield "standard alphabet, signed so", signed(_HEAD, base64(_RAW_PAYLOAD + b" " * 5) + "+/")
    yield "a JSON serialisation", json.dumps({"protected": _HEAD, "payload": _PAYLOAD, "signature": _SIGNATURE})
    yield "longer than 4 KB, signed so", token(jti="x" * 3_000)
    yield "a megabyte", "a" * 1_000_000
    yield "a megabyte of dots", "." * 1_000_000
    yield "a megabyte in three segments", f"{_HEAD}.{'a' * 1_000_000}.{_SIGNATURE}"
    yield "a refresh token", _REFRESH_TOKEN


HOSTILE: Mapping[str, str] = {
    **dict(_with_duplicates()),
    **dict(_with_wrong_headers()),
    **dict(_with_wrong_claims()),
    **dict(_with_wrong_signatures()),
    **dict(_with_wrong_shapes()),
}
