"""Which rows of all delivered files are one child's: told from references alone, followed from table to table.

A reference of a child (of the case system, the police, EISI, the NHS) makes a row theirs. A reference of a record about
them (a referral, a plan, a missing report) makes a row theirs too, unless that row names another child: what several
children share (a family, a team, a meeting, an incident) is followed nowhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from pipelines.boundary import Stopped
from pipelines.home import Home
from pipelines.intake.delivery import deliveries
from pipelines.keeping.gone import CHILD
from pipelines.subject.mentions import MENTIONS, mentioned
from pipelines.subject.untaken import Untaken
from sources.pseudonym import Pseudonyms
from sources.sheet import Grid

_NOBODYS = (
    "Expected a reference that stands in a file; found none such. Give it as the agency writes it, and its "
    f"kind with --domain ({', '.join(CHILD)})."
)
_NHS_WIDTH = 10
_SHORTEST_WORD = 4
_PLACE = ("file", "sheet", "row")


@dataclass(frozen=True, kw_only=True, eq=False)
class Theirs:
    """What is a child's: `ids` are pseudonyms by domain, `rows` the rows of each file (by hash) and sheet, `words` the
    references as they were written, `sources` rows by table, `unread` the files that could not be looked into."""

    ids: dict[str, frozenset[str]]
    rows: dict[str, dict[int, frozenset[int]]]
    words: frozenset[str]
    sources: dict[str, int]
    unread: tuple[str, ...] = ()


def theirs(
    home: Home,
    reference: str,
    domain: str | None = None,
    *,
    several: bool = False,
    besides: Iterable[Untaken] | None = None,
) -> Theirs:
    """Every row of one child, told by a reference as the agency writes it; `besides` are files to look into that were
    never taken in, and then a reference that no table holds may stand in any sheet as a cell of its own. Raises Stopped
    where it is nobody's, or could be more than one child's."""
    authority = home.settings.authority.code
    pseudonyms = Pseudonyms(key=home.key(), authority=authority)
    read = mentioned(home, authority, pseudonyms, besides or ())
    every = pl.concat(read.mentions) if read.mentions else pl.DataFrame(schema=MENTIONS)
    known = _first(every, reference, domain, pseudonyms)
    if not known and besides is None:
        raise Stopped(_NOBODYS)
    selected = _closed(every, known)
    ids = {each: frozenset(found) for each, found in known.items() if each in CHILD and found}
    if not several and any(len(found) > 1 for found in ids.values()):
        many = ", ".join(f"{len(found)} of {each}" for each, found in ids.items() if len(found) > 1)
        raise Stopped(
            f"Expected one child; found references that lead to several ({many}): a reference that two children share, or "
            "one child entered twice. Look at `scorecard find`, and say --several where all are the same child."
        )
    ours = every.join(selected, on=_PLACE, how="semi")
    words = frozenset(
        ours.filter(pl.col("domain").is_in(CHILD), pl.struct("domain", "id").is_in(_pairs(known).implode()))[
            "word"
        ]
    )
    words = words or frozenset({reference.strip()})
    rows: dict[str, dict[int, frozenset[int]]] = {}
    for number, sheet, held in selected.group_by("file", "sheet").agg("row").sort("file", "sheet").rows():
        rows.setdefault(read.files[number], {})[sheet] = frozenset(held)
    for number, grid in read.loose:
        if held := _loose(grid, words):
            rows.setdefault(read.files[number], {})[grid.number] = held
    if not rows:
        raise Stopped(_NOBODYS)
    return Theirs(
        ids=ids,
        rows=rows,
        words=words,
        sources=dict(ours.unique(_PLACE).group_by("source").len().sort("source").rows()),
        unread=tuple(sorted(set(read.unread))),
    )


def of_authority(home: Home, code: str | None, reference: str, domain: str | None = None) -> Home:
    """The home as that of one of the authorities whose files it has: the one named, else of a region the only one in whose
    files the reference stands. Raises Stopped for a code that is none of them, and for a reference that several have: it
    may be another child's there."""
    known = sorted({each.authority for each in deliveries(home).values()} | set(home.settings.names))
    if code is None and (home.settings.authority.code in known or not known):
        return home
    if code is None:
        holders = [each for each in known if _stands_in(home.of(each), reference, domain)]
        if not holders:
            raise Stopped(_NOBODYS)
        if len(holders) > 1:
            raise Stopped(
                f"Expected a reference that one authority uses; found it in the files of {', '.join(holders)}, where it may be "
                "another child's. Name the authority with --authority."
            )
        (code,) = holders
    if code not in known:
        raise Stopped(
            f"Expected the code of an authority whose files are here ({', '.join(known)}); found another. Name it with "
            "--authority."
        )
    return home if code == home.settings.authority.code else home.of(code)


def _stands_in(home: Home, reference: str, domain: str | None) -> bool:
    """Whether any file of the authority has the reference."""
    code = home.settings.authority.code
    pseudonyms = Pseudonyms(key=home.key(), authority=code)
    read = mentioned(home, code, pseudonyms, ())
    return bool(read.mentions) and bool(_first(pl.concat(read.mentions), reference, domain, pseudonyms))


def _first(
    every: pl.DataFrame, reference: str, domain: str | None, pseudonyms: Pseudonyms
) -> dict[str, set[str]]:
    """The domain that the reference is of; nothing where no table holds it."""
    text = "".join(reference.split()).upper()
    asked = [domain] if domain else list(CHILD)
    found: dict[str, set[str]] = {}
    for each in asked:
        word = text.zfill(_NHS_WIDTH) if each == "nhs" and text.isdigit() else text
        pseudonym = pseudonyms.of(each, pl.Series([word])).item()
        if every.filter(pl.col("domain") == each, pl.col("id") == pseudonym).height:
            found[each] = {pseudonym}
    if len(found) > 1:
        raise Stopped(
            f"Expected the reference of one kind; found it as that of {' and of '.join(found)}. Say which with --domain."
        )
    return found


def _closed(every: pl.DataFrame, known: dict[str, set[str]]) -> pl.DataFrame:
    """The places of every row that is theirs; `known` grows by the references that those rows hold."""
    is_child = pl.col("domain").is_in(CHILD)
    while True:
        pair = pl.struct("domain", "id").is_in(_pairs(known).implode())
        told = [domain for domain in CHILD if known.get(domain)]
        own = every.filter(is_child & pair).select(_PLACE)
        others = every.filter(pl.col("domain").is_in(told) & ~pair).select(_PLACE)
        records = every.filter(~is_child & pair).select(_PLACE).join(others, on=_PLACE, how="anti")
        selected = pl.concat([own, records]).unique()
        held = every.join(selected, on=_PLACE, how="semi").select("domain", "id").unique()
        before = sum(map(len, known.values()))
        for domain, text in held.iter_rows():
            known.setdefault(domain, set()).add(text)
        if sum(map(len, known.values())) == before:
            return selected.sort(_PLACE)


def _pairs(known: dict[str, set[str]]) -> pl.Series:
    pairs = [{"domain": domain, "id": text} for domain, ids in known.items() for text in sorted(ids)]
    return pl.Series("pair", pairs, dtype=pl.Struct({"domain": pl.String, "id": pl.String}))


def _loose(grid: Grid, words: Iterable[str]) -> frozenset[int]:
    """The rows of a sheet that no table knows in which one of the references stands as a cell of its own."""
    long = [word for word in words if len(word) >= _SHORTEST_WORD]
    if not long or not grid.cells.width:
        return frozenset()
    is_theirs = pl.any_horizontal(pl.all().str.strip_chars().is_in(long))
    return frozenset(grid.row_numbers.filter(grid.cells.select(is_theirs).to_series()))
