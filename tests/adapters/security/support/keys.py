"""Keys for tests."""

from adapters.security.keys import SigningKeys

OLD = "0ld-key:" + "k9Wf3sQz7Lm2Xc8Vb4Nh6Jt1Gy5Rd0Pe"
NEW = "new-key:" + "Zp4Tq8Uy2Io6As0Df9Gh3Jk7Lx1Cv5Bn"

KEYS = SigningKeys.parsed(OLD)
ROTATED = SigningKeys.parsed(f"{NEW},{OLD}")
RETIRED = SigningKeys.parsed(NEW)
"""After everything signed with the old key has expired."""
FOREIGN = SigningKeys.parsed("0ld-key:" + "another-environment-with-another-secret")
"""Somebody else's, under the same name."""
