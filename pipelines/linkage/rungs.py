"""Linkage: whether people in other agencies' files are known to social care. Off unless the settings say on what basis.

A person is linked by the first rung that holds, and each link carries its rung:

1. a shared identifier: the case system's number, else the NHS number, as the other agency quotes it;
2. forename, surname and date of birth, exactly alike and on both sides of one person only, where no identifier is quoted;
3. surname, date of birth and sex alike and a forename that sounds alike, only where the settings ask for it;
4. what a probabilistic model holds for nearly certain (`pipelines.linkage.probable`), only where the settings ask for it.

Surname and date of birth alone link nobody: twins share them, and rungs 3 and 4 never look at a surname and date that two
people of one side share. An identifier that is quoted and that nobody has is no reason to look further: it names somebody
else. What comes of it is aggregates with a band, and nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

SHARED_IDENTIFIER, NAME_AND_DATE = "shared identifier", "exact name and date of birth"
NEAR_NAME, PROBABLE = "a forename that sounds alike", "a probabilistic model"
RUNGS = (SHARED_IDENTIFIER, NAME_AND_DATE, NEAR_NAME, PROBABLE)
UP_TO = {"exact": RUNGS[:2], "near": RUNGS[:3], "probable": RUNGS}
"""The rungs by the word of the settings."""
PEOPLE = {"child_id": pl.String, "nhs_id": pl.String, "name_key": pl.String}
"""Those whom social care knows: a row a child."""
OTHERS = {"source": pl.String, "person": pl.String, **PEOPLE}
"""Those in other agencies' files: `person` is whom the source takes for one; several rows of one may say more of it."""
LINKS = {"source": pl.String, "person": pl.String, "child_id": pl.String, "rung": pl.String}
PAIRS = {"source": pl.String, "person": pl.String, "child_id": pl.String}
SMALL, NEAREST = 5, 5

Rung = Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]
"""Of those whom social care knows and of those who are not linked yet, the pairs that are one person (`PAIRS`)."""


def links(people: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """A row for each person of `others` that is linked to one of `people`, with the rung, in one order whatever the
    order of the rows given. Names and dates are here as keyed hashes only."""
    known = people.select(*PEOPLE).unique()
    asked = others.select(*OTHERS).unique()
    by_number = asked.join(known.select("child_id").unique(), on="child_id", how="semi").select(
        "source", "person", "child_id"
    )
    nhs = _of_one(known, "nhs_id", "child_id")
    by_nhs = (
        asked.filter(pl.col("child_id").is_null())
        .join(nhs, on="nhs_id")
        .select("source", "person", child_id="child_id_right")
    )
    shared = _unanimous(pl.concat([by_number, by_nhs]))
    quoted = asked.filter(pl.col("child_id").is_not_null() | pl.col("nhs_id").is_not_null())
    unnamed = asked.join(quoted, on=["source", "person"], how="anti")
    one_person = (
        unnamed.drop_nulls("name_key")
        .filter(pl.col("person").n_unique().over("source", "name_key") == 1)
        .select("source", "person", "name_key")
    )
    named = one_person.join(_of_one(known, "name_key", "child_id"), on="name_key").select(
        "source", "person", "child_id"
    )
    return pl.concat(
        [
            shared.with_columns(rung=pl.lit(SHARED_IDENTIFIER)),
            _unanimous(named).with_columns(rung=pl.lit(NAME_AND_DATE)),
        ]
    ).sort("source", "person")


def ladder(people: pl.DataFrame, others: pl.DataFrame, further: dict[str, Rung]) -> pl.DataFrame:
    """The links of the two exact rungs and of each further one by its name, in turn: a row a person, in one order."""
    found = links(people, others)
    quoted = others.filter(pl.col("child_id").is_not_null() | pl.col("nhs_id").is_not_null())
    for name, rung in further.items():
        rest = others.join(pl.concat([found.select("source", "person"), quoted.select("source", "person")]),
                           on=["source", "person"], how="anti")  # fmt: skip
        pairs = _unanimous(
            rung(without_twins(people, "child_id"), without_twins(rest, "person")).select(*PAIRS)
        )
        found = pl.concat([found, pairs.with_columns(rung=pl.lit(name))])
    return found.sort("source", "person")


def without_twins(rows: pl.DataFrame, whose: str) -> pl.DataFrame:
    """The rows whose surname and date of birth are of one person only."""
    beside = ["source", "twins_key"] if "source" in rows.columns else ["twins_key"]
    return rows.drop_nulls("twins_key").filter(pl.col(whose).n_unique().over(beside) == 1)


def near(people: pl.DataFrame, rest: pl.DataFrame) -> pl.DataFrame:
    """Those with the same surname, date of birth and sex whose forenames sound alike."""
    both = rest.drop_nulls("sex").select("source", "person", "near_key", "sex")
    known = people.drop_nulls("sex").select("child_id", "near_key", "sex")
    return both.join(known, on=["near_key", "sex"]).select(*PAIRS).unique()


def _of_one(known: pl.DataFrame, key: str, whose: str) -> pl.DataFrame:
    """The values of `key` that one child only has, with the child."""
    pairs = known.drop_nulls([key, whose]).select(key, whose).unique()
    return pairs.filter(pl.len().over(key) == 1)


def _unanimous(found: pl.DataFrame) -> pl.DataFrame:
    """Of each person the one child that its rows say; none where they say several."""
    return found.unique().filter(pl.len().over("source", "person") == 1)


@dataclass(frozen=True, kw_only=True)
class Known:
    """How many people of a source social care knows, by rung; the words give no small and no exact number."""

    source: str
    people: int
    by_rung: dict[str, int]

    @property
    def words(self) -> str:
        """`police.missing_report: about 340 people; known to social care 60% to 65% …`."""
        counts = list(self.by_rung.values())
        cumulative = [sum(counts[: place + 1]) for place in range(len(counts))]
        parts = [*counts, self.people - cumulative[-1], self.people]
        if not self.people or any(0 < count <= SMALL for count in parts):
            return f"{self.source}: too few people to say how many are known to social care."
        shares = [NEAREST * round(100 * count / self.people / NEAREST) for count in cumulative]
        band = f"about {shares[0]}%"
        if shares[-1] != shares[0]:
            grown = [
                f"{share}% with {rung}"
                for rung, share, before in zip(list(self.by_rung)[1:], shares[1:], shares, strict=False)
                if share != before
            ]
            band = ", ".join([f"{band} by {SHARED_IDENTIFIER}", *grown])
        return (
            f"{self.source}: about {NEAREST * round(self.people / NEAREST):,} people; known to social care {band}; "
            f"about {100 - shares[-1]}% not matched."
        )


def known(found: pl.DataFrame, others: pl.DataFrame, rungs: tuple[str, ...] = RUNGS[:2]) -> list[Known]:
    """What is known of each source, by its name, by the rungs that were asked for."""
    people = dict(others.group_by("source").agg(pl.col("person").n_unique()).iter_rows())
    counts = {
        (source, rung): count for source, rung, count in found.group_by("source", "rung").len().iter_rows()
    }
    return [
        Known(
            source=source,
            people=people[source],
            by_rung={rung: counts.get((source, rung), 0) for rung in rungs},
        )
        for source in sorted(people)
    ]
