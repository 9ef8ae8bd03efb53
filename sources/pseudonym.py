"""Identifiers become pseudonyms before anything is written below the store.

A pseudonym is the keyed hash (HMAC-SHA-256) of authority, domain and local id: the same id of the same domain is the
same pseudonym in every file and month, two authorities never share one, and without the key nobody can go back.
"""

import hmac
from hashlib import sha256

import polars as pl

_HEX_LENGTH = 24


class Pseudonyms:
    """The pseudonyms of one authority under the partnership's key."""

    def __init__(self, *, key: bytes, authority: str) -> None:
        self._key = key
        self._authority = authority

    def of(self, domain: str, ids: pl.Series) -> pl.Series:
        """The pseudonyms of a column of local ids; null stays null."""
        secret = hmac.digest(self._key, f"{self._authority}|{domain}".encode(), sha256)
        distinct = ids.drop_nulls().unique()
        hashed = [hmac.digest(secret, text.encode(), sha256).hex()[:_HEX_LENGTH] for text in distinct]
        return ids.replace_strict(
            distinct, pl.Series(hashed, dtype=pl.String), default=None, return_dtype=pl.String
        )
