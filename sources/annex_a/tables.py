"""The case system's tables made of the lists: what each list is about, who is in any of them, and referrals, which two
lists tell of."""

from collections.abc import Iterator, Mapping

import polars as pl

from sources.annex_a.reading import DAY, PLACE, ROW, TEAM, Sheet
from sources.annex_a.recognising import CHILD

REFERRALS, ENQUIRIES, IN_NEED = 3, 5, 6
_LATEST_START = "92d"
"""How long after a referral the services that it led to have started, where the days differ."""
_KNOWN_OF_CHILD = ("sex", "ethnicity_code", "birth_date")
_LIST, _SPELL = "list", "spell"


def tables(lists: Mapping[int, Sheet]) -> Iterator[tuple[str, int, pl.DataFrame]]:
    """Each table's name, the list in which its rows stand, and the table, with the row of the file (`row`) and some
    columns that the case system's table does not have."""
    yield from _children(lists)
    yield from _disabilities(lists)
    yield from _teams(lists)
    of_lists = {number: _with_reference(each) for number, each in lists.items()}
    if ENQUIRIES in lists and "conference_date" in of_lists[ENQUIRIES].columns:
        yield "mosaic.conference", ENQUIRIES, _conferences(of_lists[ENQUIRIES])
    if REFERRALS in lists and IN_NEED in lists:
        of_lists[REFERRALS], of_lists[IN_NEED] = _referrals(of_lists[REFERRALS], of_lists[IN_NEED])
    for number, table in of_lists.items():
        yield lists[number].annex_list.table, number, table


def _with_reference(sheet: Sheet) -> pl.DataFrame:
    """The list with its records' references: the child, the list's mark, the day, and the place where there are more."""
    again = pl.when(pl.col(PLACE) > 1).then(pl.format("|{}", PLACE)).otherwise(pl.lit(""))
    parts = [
        pl.col(CHILD).fill_null(""),
        pl.lit(f"|{sheet.annex_list.mark}|"),
        pl.col(DAY).fill_null(""),
        again,
    ]
    team = [_team().alias("team_id")] if TEAM in sheet.table.columns else []
    return sheet.table.with_columns(pl.concat_str(parts).alias(sheet.annex_list.key), *team)


def _team() -> pl.Expr:
    """A team's name as its reference, without the marks that no reference has."""
    return pl.col(TEAM).str.to_uppercase().str.replace_all(r"[^0-9A-Z]+", "-").str.slice(0, 60)


def _conferences(enquiries: pl.DataFrame) -> pl.DataFrame:
    """The conferences that enquiries led to. A child who moved in with a plan has none in any list."""
    return enquiries.filter(pl.col("conference_date").is_not_null()).with_columns(
        conference_id=pl.col("enquiry_id") + "|C", is_transfer_in=pl.lit("N")
    )


def _referrals(referrals: pl.DataFrame, spells: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The referrals, each with the spell of need that it opened, and the spells that none of them opened.

    Most systems give both the same day. Where services started later, a spell belongs to the child's latest referral of
    the three months before that has none yet. One without such a referral began before the lists do: it is a referral
    of its own, whose source nobody tells.
    """
    pairs = _pairs(referrals, spells)
    told = ("primary_need_code", "close_date", "close_reason_code")
    of_spell = spells.select(
        pl.col("referral_id").alias(_SPELL), *(each for each in told if each in spells.columns)
    )
    opened = referrals.join(pairs, on="referral_id", how="left", maintain_order="left").join(
        of_spell, on=_SPELL, how="left", maintain_order="left"
    )
    return opened, spells.join(
        pairs, left_on="referral_id", right_on=_SPELL, how="anti", maintain_order="left"
    )


def _pairs(referrals: pl.DataFrame, spells: pl.DataFrame) -> pl.DataFrame:
    """The reference of each referral that led to a spell of need, and the spell's."""
    named = spells.rename({"referral_id": _SPELL})
    same = referrals.select("referral_id", pl.col("referral_id").alias(_SPELL)).join(
        named, on=_SPELL, how="semi"
    )
    on = pl.col(DAY).str.to_date("%Y-%m-%d", strict=False).alias("on")
    free = referrals.join(same, on="referral_id", how="anti").select("referral_id", CHILD, on).drop_nulls()
    left = named.join(same, on=_SPELL, how="anti").select(_SPELL, CHILD, on).drop_nulls()
    later = (
        left.sort("on", _SPELL)
        .join_asof(
            free.sort("on", "referral_id"), on="on", by=CHILD, tolerance=_LATEST_START, check_sortedness=False
        )
        .filter(pl.col("referral_id").is_not_null())
        .unique("referral_id", keep="first", maintain_order=True)
    )
    return pl.concat([same, later.select("referral_id", _SPELL)])


def _children(lists: Mapping[int, Sheet]) -> Iterator[tuple[str, int, pl.DataFrame]]:
    """The children of all lists, each at its first row, with what any list tells of it."""
    return _first_seen("mosaic.person", _of_all(lists, *_KNOWN_OF_CHILD), CHILD)


def _disabilities(lists: Mapping[int, Sheet]) -> Iterator[tuple[str, int, pl.DataFrame]]:
    """Whether a child is disabled, at the first row that tells; of what kind no list tells."""
    rows = _of_all(lists, "disability_code")
    if "disability_code" in rows.columns:
        told = rows.filter(pl.col("disability_code").is_not_null())
        yield from _first_seen("mosaic.disability", told.with_columns(disability_id=CHILD), "disability_id")


def _teams(lists: Mapping[int, Sheet]) -> Iterator[tuple[str, int, pl.DataFrame]]:
    """The teams of all lists by name: Annex A has no references for them."""
    rows = _of_all(lists, TEAM)
    if TEAM in rows.columns:
        named = rows.filter(pl.col(TEAM).is_not_null()).drop(CHILD)
        yield from _first_seen("mosaic.team", named.with_columns(team_id=_team()), "team_id")


def _of_all(lists: Mapping[int, Sheet], *fields: str) -> pl.DataFrame:
    """The rows of all lists that name a child, with those of the fields that they have."""
    found = [
        each.table.select(
            pl.lit(number).alias(_LIST), ROW, CHILD, *(name for name in fields if name in each.table.columns)
        )
        for number, each in lists.items()
    ]
    return pl.concat(found, how="diagonal").filter(pl.col(CHILD).is_not_null())


def _first_seen(name: str, rows: pl.DataFrame, key: str) -> Iterator[tuple[str, int, pl.DataFrame]]:
    """One row for each key at its first place, blanks filled from its later ones."""
    places = pl.col(_LIST, ROW).first()
    firsts = rows.group_by(key, maintain_order=True).agg(
        places, pl.exclude(key, _LIST, ROW).drop_nulls().first()
    )
    for (number,), table in firsts.group_by(_LIST, maintain_order=True):
        yield name, int(str(number)), table.drop(_LIST)
