"""Keyed hashes of names and days of birth: what people can be compared by where no name may be written.

A hash tells equal from different and nothing else, so that what is alike without being equal is hashed as well: how a name
sounds, and a date in its parts.
"""

import re
import unicodedata
from collections.abc import Iterable

import polars as pl

from sources.pseudonym import Pseudonyms

_DOMAIN = "linkage"
_SOUNDS = {letter: digit for digit, letters in enumerate(("bfpv", "cgjkqsxz", "dt", "l", "mn", "r"), 1) for letter in letters}  # fmt: skip
KEYS = (
    "name_key", "near_key", "twins_key", "forename", "forename_sound", "surname", "surname_sound", "birth_day",
    "birth_month", "birth_rest",
)  # fmt: skip
"""`name_key` is of forename, surname and day of birth, `near_key` of the forename's sound in its place, `twins_key` of surname
and day; the others are of one part each, `birth_month` of year and month, `birth_rest` of month and day."""


def keyed(pseudonyms: Pseudonyms, named: Iterable[tuple[str | None, str | None, object]]) -> pl.DataFrame:
    """A row of `KEYS` for each forename, surname and day of birth; blank where one of the three is."""
    parts = [_parts(forename, surname, day) for forename, surname, day in named]
    columns = {key: pl.Series(key, [row.get(key) for row in parts], dtype=pl.String) for key in KEYS}
    return pl.DataFrame({key: pseudonyms.of(_DOMAIN, column) for key, column in columns.items()})


def _parts(forename: str | None, surname: str | None, day: object) -> dict[str, str]:
    first, last = letters(forename or ""), letters(surname or "")
    if not first or not last or not day:
        return {}
    born = str(day)
    return {
        "name_key": f"{first}|{last}|{born}",
        "near_key": f"near {sound(first)}|{last}|{born}",
        "twins_key": f"twins {last}|{born}",
        "forename": f"forename {first}",
        "forename_sound": f"forename sounds {sound(first)}",
        "surname": f"surname {last}",
        "surname_sound": f"surname sounds {sound(last)}",
        "birth_day": f"born {born}",
        "birth_month": f"born in {born[:7]}",
        "birth_rest": f"born on {born[5:]}",
    }


def letters(name: str) -> str:
    """The name in plain letters, without accents, case and marks."""
    return re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", name).casefold())


def sound(name: str) -> str:
    """The American Soundex of a name in plain letters: `e` and `h` as in Stephen and Steven make no difference."""
    code, last = name[:1], _SOUNDS.get(name[:1])
    for letter in name[1:]:
        digit = _SOUNDS.get(letter)
        if digit and digit != last:
            code += str(digit)
        if letter not in "hw":
            last = digit
    return f"{code}000"[:4]
