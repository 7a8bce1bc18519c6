"""Keys for tests."""

from adapters.security.keys import Key, SigningKeys

OLD = Key("0ld-key", b"k9Wf3sQz7Lm2Xc8Vb4Nh6Jt1Gy5Rd0Pe")
NEW = Key("new-key", b"Zp4Tq8Uy2Io6As0Df9Gh3Jk7Lx1Cv5Bn")

KEYS = SigningKeys((OLD,))
ROTATED = SigningKeys((NEW, OLD))
RETIRED = SigningKeys((NEW,))
"""After everything signed with the old key has expired."""
FOREIGN = SigningKeys((Key("0ld-key", b"another-environment-with-another-secret"),))
"""Keys of another installation, under the same id."""
