"""Code lists: one CSV each in `schemas/codes`, with labels, known spellings and the dates they are valid."""

import csv
import re
from functools import cache, lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "codes"


_LIST_PREFIX = re.compile(r"^\w\)\s*")
_NEITHER_LETTER_NOR_DIGIT = re.compile(r"[^0-9a-z]+")


@lru_cache(maxsize=16384)
def folded(spelling: str) -> str:
    """A spelling without what people vary: case, punctuation, list prefixes such as `k)`, and white space."""
    return _NEITHER_LETTER_NOR_DIGIT.sub(" ", _LIST_PREFIX.sub("", spelling.strip().casefold())).strip()


def spellings(name: str, overlay: Path | None = None) -> dict[str, str]:
    """The code of every known folded spelling of the list `name`: the code itself, its label, the further
    spellings, and each of these after the code; `codes/<name>.csv` of an overlay folder adds to ours and wins."""
    return _spellings(name, *_own(name, overlay))


def labels(name: str, overlay: Path | None = None) -> dict[str, str]:
    """The label of every code of the list `name`, in the order of its file; an overlay's rows add to ours and win."""
    return _labels(name, *_own(name, overlay))


@cache
def codes(name: str) -> tuple[str, ...]:
    """The codes of the list `name`, in the order of its file."""
    return tuple(row["code"] for row in _rows(name, None))


def _own(name: str, overlay: Path | None) -> tuple[Path | None, tuple[int, int]]:
    """The overlay's file and what changes with it: it may be taught a spelling while we run."""
    path = overlay / "codes" / f"{name}.csv" if overlay else None
    if path is None or not path.exists():
        return None, (0, 0)
    facts = path.stat()
    return path, (facts.st_mtime_ns, facts.st_size)


@cache
def _spellings(name: str, own: Path | None, stamp: tuple[int, int]) -> dict[str, str]:
    known: dict[str, str] = {}
    for row in _rows(name, own):
        words = list(filter(str.strip, [row["label"], *row["spellings"].split("|")]))
        forms = [row["code"], *words, *(f"{row['code']} {word}" for word in words)]
        known.update({folded(form): row["code"] for form in forms})
    return known


@cache
def _labels(name: str, own: Path | None, stamp: tuple[int, int]) -> dict[str, str]:
    ours = {row["code"]: row["label"] for row in _rows(name, None)}
    named = {row["code"]: row["label"] for row in _rows(name, own) if row["label"].strip()}
    return ours | named  # a row that only teaches a spelling has no label


def _rows(name: str, own: Path | None) -> list[dict[str, str]]:
    """The rows of our list and then of the overlay's, where there is one."""
    found: list[dict[str, str]] = []
    for path in (FOLDER / f"{name}.csv", own):
        if path is not None and path.exists():
            with path.open(encoding="utf-8-sig", newline="") as file:
                found += csv.DictReader(file)
    return found


@cache
def official(name: str) -> frozenset[str]:
    """The codes and labels of the list `name`, and each label after its code, folded."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return frozenset(
        folded(form) for row in rows for form in (row["code"], row["label"], f"{row['code']} {row['label']}")
    )


def label_list(heading: str) -> str:
    """The list that teaches spellings of a column of labels: `risk_grade` for `Risk Grade`."""
    return folded(heading).replace(" ", "_")
