"""Identifiers become pseudonyms before anything is written below the store.

A pseudonym is the keyed hash (HMAC-SHA-256) of authority, domain and local id: the same id of the same domain is the
same pseudonym in every file and month, two authorities never share one, and without the key nobody can go back.
"""

import hmac

import polars as pl

_HEX_LENGTH = 24


class Pseudonyms:
    """The pseudonyms of one authority under the partnership's key."""

    def __init__(self, *, key: bytes, authority: str) -> None:
        self._key = key
        self._authority = authority
        self._known: dict[str, dict[str | None, str | None]] = {}

    def of(self, domain: str, ids: pl.Series) -> pl.Series:
        """The pseudonyms of a column of local ids; null stays null."""
        secret = hmac.digest(self._key, f"{self._authority}|{domain}".encode(), "sha256")
        known = self._known.setdefault(domain, {None: None})
        texts = ids.to_list()
        begun = hmac.new(secret, digestmod="sha256")  # begun once a domain: that costs more than an id
        for text in set(texts).difference(known):
            one = begun.copy()
            one.update(text.encode())
            known[text] = one.hexdigest()[:_HEX_LENGTH]
        return pl.Series(ids.name, [known[text] for text in texts], dtype=pl.String)
