"""Identifiers become pseudonyms before anything is written below the store.

A pseudonym is the keyed hash (HMAC-SHA-256) of authority, domain and local id: the same id of the same domain is the
same pseudonym in every file and month, two authorities never share one, and without the key nobody can go back.
"""

import hmac
from hashlib import sha256

import polars as pl

_HEX_LENGTH = 24
_BLOCK = 64
"""Bytes of a block of SHA-256; a key is no longer."""


class Pseudonyms:
    """The pseudonyms of one authority under the partnership's key."""

    def __init__(self, *, key: bytes, authority: str) -> None:
        self._key = key
        self._authority = authority
        self._known: dict[str, _Known] = {}

    def of(self, domain: str, ids: pl.Series) -> pl.Series:
        """The pseudonyms of a column of local ids; null stays null."""
        known = self._known.get(domain)
        if known is None:
            secret = hmac.digest(self._key, f"{self._authority}|{domain}".encode(), "sha256")
            known = self._known[domain] = _Known(secret)
        return pl.Series(ids.name, list(map(known.__getitem__, ids.to_list())), dtype=pl.String)


class _Known(dict[str | None, str | None]):
    """HMAC-SHA-256 of each text as RFC 2104 defines it, worked out when it is first asked for: what depends on the key
    is hashed once, not once a text, which is most of the work on texts as short as an id."""

    def __init__(self, secret: bytes) -> None:
        super().__init__({None: None})
        block = secret.ljust(_BLOCK, b"\0")
        self._inner = sha256(bytes(byte ^ 0x36 for byte in block)).copy
        self._outer = sha256(bytes(byte ^ 0x5C for byte in block)).copy

    def __missing__(self, text: str) -> str:
        inside, outside = self._inner(), self._outer()
        inside.update(text.encode())
        outside.update(inside.digest())
        found = self[text] = outside.hexdigest()[:_HEX_LENGTH]
        return found
