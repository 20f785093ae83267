"""Random secrets that are shown once and kept as a hash."""

import hashlib
import secrets

_BYTES = 32


def new_secret(prefix: str = "") -> str:
    """Return a fresh random secret of 256 bits in letters and digits that fit into an address."""
    return prefix + secrets.token_urlsafe(_BYTES)


def hash_secret(secret: str) -> str:
    """Return what is kept of a secret. It is random, so a plain SHA-256 suffices."""
    return hashlib.sha256(secret.encode()).hexdigest()
