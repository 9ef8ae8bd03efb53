"""Identifiers become pseudonyms before anything is written below the store.

A pseudonym is the keyed hash (HMAC-SHA-256) of authority, domain and local id: the same id of the same domain is the
same pseudonym in every file and month, two authorities never share one, and without the key nobody can go back.
"""

import hmac
from collections.abc import Iterable, Iterator
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
        self._known: dict[str, dict[str | None, str | None]] = {}

    def of(self, domain: str, ids: pl.Series) -> pl.Series:
        """The pseudonyms of a column of local ids; null stays null."""
        known = self._known.setdefault(domain, {None: None})
        texts = ids.to_list()
        new = set(texts).difference(known)
        if new:
            secret = hmac.digest(self._key, f"{self._authority}|{domain}".encode(), "sha256")
            known.update(_hashed(secret, new))
        return pl.Series(ids.name, [known[text] for text in texts], dtype=pl.String)


def _hashed(secret: bytes, texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """HMAC-SHA-256 of each text as RFC 2104 defines it: what depends on the key is hashed once, not once a text, which
    is most of the work on texts as short as an id."""
    block = secret.ljust(_BLOCK, b"\0")
    inner = sha256(bytes(byte ^ 0x36 for byte in block)).copy
    outer = sha256(bytes(byte ^ 0x5C for byte in block)).copy
    for text in texts:
        inside, outside = inner(), outer()
        inside.update(text.encode())
        outside.update(inside.digest())
        yield text, outside.hexdigest()[:_HEX_LENGTH]
