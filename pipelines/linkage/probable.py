"""The last rung of linkage, for a partnership that asks for it: a Fellegi-Sunter model by Splink, on keyed hashes.

Needs the extra `splink`. The weights are written here and not trained, so that the same files give the same links: how often
the parts of a name or date agree where two rows are one person (m) and where they are not (u). The shares of agreement come
from published linkages of administrative data, rounded against linking; a partnership that trains a model of its own calls
its own rung in place of this one.
"""

from typing import TYPE_CHECKING, Any

import polars as pl

from pipelines.linkage.rungs import PAIRS

if TYPE_CHECKING:
    from splink import SettingsCreator

THRESHOLD = 0.99
"""A pair of less probability is no link."""
WEIGHTS: dict[str, tuple[tuple[str, float, float], ...]] = {
    "forename": (("forename", 0.88, 0.005), ("forename_sound", 0.06, 0.01)),
    "surname": (("surname", 0.88, 0.003), ("surname_sound", 0.06, 0.006)),
    "birth": (("birth_day", 0.94, 0.00016), ("birth_month", 0.02, 0.005), ("birth_rest", 0.02, 0.0027)),
    "sex": (("sex", 0.99, 0.5),),
}
"""By what is compared, the columns that may agree, the closest first, each with m and u."""


class SplinkNotThere(Exception):
    """The settings ask for the probabilistic rung and the extra is not installed; the words say how to install it."""


def probable(people: pl.DataFrame, rest: pl.DataFrame) -> pl.DataFrame:
    """The pairs that the model holds for one person, but for those of one surname and date whose forenames differ."""
    try:
        from splink import DuckDBAPI, Linker
    except ImportError:
        raise SplinkNotThere(
            'Expected Splink, for [linkage] up_to = "probable"; found it not installed. Install the extra: '
            "pip install '.[splink]'. Or take the line out."
        ) from None
    import duckdb

    if people.is_empty() or rest.is_empty():
        return pl.DataFrame(schema=PAIRS)
    compared = sorted({column for levels in WEIGHTS.values() for column, _, _ in levels})
    known = (
        people.select(pl.col("child_id").alias("id"), *compared)
        .unique(subset="id", maintain_order=True)
        .sort("id")
    )
    asked = rest.with_columns(id=pl.concat_str("source", "person", separator="\n"))
    asked = asked.select("id", *compared).unique(subset="id", maintain_order=True).sort("id")
    with duckdb.connect(config={"threads": 1}) as connection:
        engine = DuckDBAPI(connection)
        tables = [
            engine.register(rows.to_arrow(), table_name=name)
            for name, rows in (("a_people", known), ("b_others", asked))
        ]
        linker = Linker(tables, _settings(known.height), log_level=40)
        pairs: pl.DataFrame = (
            linker.inference.predict(threshold_match_probability=THRESHOLD).as_duckdbpyrelation().pl()
        )
    pairs = pairs.select(child_id="id_l", other="id_r")
    differ = _one_family_other_name(known, asked)
    return (
        pairs.join(differ, on=["child_id", "other"], how="anti")
        .with_columns(pl.col("other").str.split_exact("\n", 1).struct.rename_fields(["source", "person"]))
        .unnest("other")
        .select(*PAIRS)
    )


def _one_family_other_name(known: pl.DataFrame, asked: pl.DataFrame) -> pl.DataFrame:
    """The pairs of one surname and date of birth whose forenames do not even sound alike: twins, one on each side."""
    both = known.join(asked, on=["surname", "birth_day"], suffix="_other")
    differ = both.filter(pl.col("forename_sound") != pl.col("forename_sound_other"))
    return differ.select(child_id="id", other="id_other")


def _settings(children: int) -> "SettingsCreator":
    import splink.comparison_level_library as levels
    import splink.comparison_library as comparisons
    from splink import SettingsCreator, block_on

    def compared(name: str, columns: tuple[tuple[str, float, float], ...]) -> Any:
        told = [
            levels.ExactMatchLevel(column).configure(m_probability=m, u_probability=u)
            for column, m, u in columns
        ]
        m, u = 1 - sum(each[1] for each in columns), 1 - sum(each[2] for each in columns)
        rest = levels.ElseLevel().configure(m_probability=m, u_probability=u)
        blank = levels.NullLevel(columns[0][0])
        return comparisons.CustomComparison(output_column_name=name, comparison_levels=[blank, *told, rest])

    return SettingsCreator(
        link_type="link_only",
        unique_id_column_name="id",
        probability_two_random_records_match=min(0.5, 1 / max(children, 1)),
        comparisons=[compared(name, columns) for name, columns in WEIGHTS.items()],
        blocking_rules_to_generate_predictions=[
            block_on("surname", "birth_month"), block_on("forename", "birth_day"), block_on("surname_sound", "birth_day"),
            block_on("forename", "surname"),
        ],
    )  # fmt: skip
