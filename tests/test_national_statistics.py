"""Published statistics are read as published: both dialects, every symbol, whole and part, and who stands where."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines.statutory.national import take_statistics
from sources.national.comparators import UnknownAuthority, comparators
from sources.national.neighbours import NotNeighbours, neighbours
from sources.national.statistics import NotPublishedStatistics, newest, statistics

PLACES = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code"
PLACES += ",new_la_code,la_name,category"
ENGLAND = "{},Reporting year,National,E92000001,England,,,,,,All"
REGION = "{},Reporting year,Regional,E92000001,England,E1,Made-up Region,,,,All"
AUTHORITY = "{},Reporting year,Local authority,E92000001,England,E1,Made-up Region,{},E0,Town {},All"


def file(folder: Path, name: str, columns: str, *lines: tuple[str, str]) -> Path:
    path = folder / name
    rows = [f"{PLACES},{columns}", *(f"{place},{values}" for place, values in lines)]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def town(year: int, code: str) -> str:
    return AUTHORITY.format(year, code, code)


def value(figures: pl.DataFrame, measure: str, code: str, year: int) -> tuple[float | None, str | None, str]:
    row = figures.filter((pl.col("measure") == measure) & (pl.col("code") == code) & (pl.col("year") == year))
    return row.select("value", "symbol", "status").row(0)


def test_both_dialects_of_columns_say_the_same(tmp_path: Path) -> None:
    old = file(
        tmp_path,
        "c1_2013_to_2024.csv",
        "Referrals,Referrals_rate,Re_referrals,Re_referrals_percent",
        (town(2023, "901"), "3000,590.1,585,19.5"),
    )
    new = file(
        tmp_path,
        "c1_2013_to_2025.csv",
        "referral_count,rereferral_count,rereferral_percent",
        (town(2023, "901"), "3000,585,19.5"),
    )
    for path in (old, new):
        figures = statistics([path])
        assert value(figures, "Referrals in year", "901", 2023) == (3000.0, None, "published")
        assert value(figures, "Re-referrals within 12 months", "901", 2023) == (19.5, None, "published")


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("c", "withheld"),
        ("x", "not available"),
        ("z", "not applicable"),
        ("k", "rounds to zero"),
        ("u", "low reliability"),
        (":", "not available"),
        ("-", "not available"),
    ],
)
def test_a_symbol_is_never_a_number(tmp_path: Path, cell: str, words: str) -> None:
    path = file(
        tmp_path,
        "d3_2024.csv",
        "CPP_start,CPP_subsequent,CPP_subsequent_percent",
        (town(2023, "901"), f"39,{cell},{cell}"),
    )
    found = value(statistics([path]), "CP plans starting that are second or subsequent", "901", 2023)
    assert found == (None, words, "derived")


def test_what_is_not_published_is_worked_out_from_its_parts(tmp_path: Path) -> None:
    path = file(
        tmp_path,
        "c2_2024.csv",
        "Assessments_completed,Same_day,1-10_days,11-20_days,21-30_days,31-40_days,41-45_days",
        (town(2023, "901"), "200,10,20,30,40,50,20"),
        (town(2023, "902"), "200,10,c,30,40,50,20"),
    )
    figures = statistics([path])
    assert value(figures, "Assessments completed within 45 working days", "901", 2023) == (
        85.0,
        None,
        "derived",
    )
    assert value(figures, "Assessments completed within 45 working days", "902", 2023)[0] is None


def test_a_rate_is_of_the_children_in_the_middle_of_the_year_before(tmp_path: Path) -> None:
    people = file(
        tmp_path,
        "ons_2012_to_2024.csv",
        "age_group,population_estimate",
        (town(2022, "901"), "Children aged 0 to 17 years,50000"),
        (town(2023, "901"), "Children aged 0 to 17 years,60000"),
        (town(2022, "901"), "Children aged 0 to 4 years,1"),
    )
    plans = file(tmp_path, "d1_2025.csv", "CPP_child_start,CPP_At31", (town(2023, "901"), "300,312"))
    found = value(statistics([people, plans]), "CP plans at 31 March per 10,000", "901", 2023)
    assert found == (pytest.approx(62.4), None, "derived")


def referrals(folder: Path, release: int, *rows: tuple[str, str]) -> Path:
    return file(
        folder, f"c1_2013_to_{release}.csv", "referral_count,rereferral_count,rereferral_percent", *rows
    )


def groups(folder: Path) -> pl.DataFrame:
    wide = ",".join(f"SN_{n},SN_{n}P" for n in range(1, 11))
    cells = ",".join(f"9{n:02},Close" for n in range(2, 12))
    path = folder / "sn_model_2025_wide.csv"
    path.write_text(
        f"old_la_code,la_name,region_ind,region_name,{wide}\n901,Town,1,Made-up Region,{cells}\n",
        encoding="utf-8",
    )
    return neighbours(path)


def test_neighbours_ranks_and_averages_count_only_those_with_a_value(tmp_path: Path) -> None:
    shares = {"901": "20.0", "902": "10.0", "903": "30.0", "904": "c", "905": "20.0"}
    path = referrals(
        tmp_path,
        2025,
        (ENGLAND.format(2023), "650000,140000,22.4"),
        (REGION.format(2023), "70000,14000,20.1"),
        *((town(2023, code), f"100,10,{share}") for code, share in shares.items()),
    )
    found = comparators(statistics([path]), groups(tmp_path), authority="901").filter(
        pl.col("measure") == "Re-referrals within 12 months"
    )

    def one(kind: str, statistic: str) -> tuple[float, int | None]:
        row = found.filter((pl.col("area_kind") == kind) & (pl.col("statistic") == statistic))
        return row.select("value", "n").row(0)

    # 902, 903 and 905 have a value, 904 was withheld
    assert one("statistical_neighbours", "mean") == (20.0, 3)
    assert one("statistical_neighbours", "median") == (20.0, 3)
    # 30, then 20 twice, then 10, of the four authorities with a value
    assert one("national_rank", "rank") == (2.0, 4)
    assert one("authorities", "median") == (20.0, 4)
    assert one("england", "published") == (22.4, None)
    assert one("region", "published") == (20.1, None)
    near = found.filter(pl.col("area_kind") == "neighbour")
    assert set(near["area"]) == {"Town 902", "Town 903", "Town 904", "Town 905"}
    assert near.filter(pl.col("value").is_null())["status"].to_list() == ["withheld"]


def test_the_older_model_names_its_columns_otherwise(tmp_path: Path) -> None:
    head = "LA num,LA Name,LA number,GOInd,GOReg," + ",".join(f"SN{n},SNP" for n in range(1, 11)) + ","
    cells = ",".join(f"9{n:02},Very Close" for n in range(2, 12))
    path = tmp_path / "groups.csv"
    path.write_text(f"{head}\n901,Town,901,3,Region,{cells},\n", encoding="utf-8")
    found = neighbours(path)
    assert found["neighbour"].to_list() == [f"9{n:02}" for n in range(2, 12)]
    assert set(found["closeness"]) == {"Very Close"}
    assert found["model"].unique().to_list() == ["2021"]


def test_a_newer_release_stands_and_the_earlier_one_is_kept(tmp_path: Path) -> None:
    files = [
        referrals(tmp_path, 2025, (town(2023, "901"), "3042,585,19.2")),
        referrals(tmp_path, 2024, (town(2023, "901"), "3000,580,19.3")),
    ]
    assert value(newest(statistics(files)), "Referrals in year", "901", 2023)[0] == 3042.0
    taken = take_statistics(files, authorities=["901"], overlay=tmp_path / "own", on=date(2026, 1, 2))
    now = pl.read_csv(tmp_path / "own" / "comparators.csv").filter(pl.col("measure") == "Referrals in year")
    before = pl.read_csv(tmp_path / "own" / "comparators_earlier.csv").filter(
        pl.col("measure") == "Referrals in year"
    )
    assert (now["value"].to_list(), before["value"].to_list()) == ([3042.0], [3000.0])
    assert now["source"].str.contains("release of 2025").all() and before["source"].str.contains("2024").all()
    assert taken.unused == ()
    again = (tmp_path / "own" / "comparators.csv").read_bytes()
    take_statistics(files[::-1], authorities=["901"], overlay=tmp_path / "own", on=date(2026, 1, 2))
    assert (tmp_path / "own" / "comparators.csv").read_bytes() == again, "the order of files decides nothing"


def test_what_other_files_told_before_stays(tmp_path: Path) -> None:
    """A new year comes with the files that have it; a release is taken in later than a newer one is no news."""
    own = tmp_path / "own"

    def take(*files: Path) -> dict[tuple[str, int, str], float | None]:
        take_statistics(files, authorities=["901"], overlay=own, on=date(2026, 1, 2))
        rows = pl.read_csv(own / "comparators.csv").filter(pl.col("statistic").is_in(["published", "median"]))
        return {(name, year, kind): value for name, year, kind, value in rows.select(
            "measure", "year_ending", "area_kind", "value").iter_rows()}  # fmt: skip

    groups(tmp_path)
    of_2024 = referrals(tmp_path, 2024, (town(2023, "901"), "3000,580,19.3"), (town(2023, "902"), "9,9,10.3"))
    plans = file(
        tmp_path,
        "d3_2013_to_2024.csv",
        "CPP_start,CPP_subsequent,CPP_subsequent_percent",
        (town(2023, "901"), "39,9,23.1"),
    )
    take(of_2024, plans, tmp_path / "sn_model_2025_wide.csv")
    of_2025 = referrals(
        tmp_path,
        2025,
        (town(2023, "901"), "3042,585,19.2"),
        (town(2024, "901"), "7,1,9.1"),
        (town(2024, "902"), "9,9,10.5"),
    )
    found = take(of_2025)
    assert found["CP plans starting that are second or subsequent", 2023, "authority"] == 23.1
    assert found["Re-referrals within 12 months", 2023, "authority"] == 19.2
    assert found["Re-referrals within 12 months", 2024, "statistical_neighbours"] == 10.5, (
        "neighbours were known"
    )
    earlier = pl.read_csv(own / "comparators_earlier.csv")
    kept = earlier.filter((pl.col("measure") == "Referrals in year") & (pl.col("area_kind") == "authority"))
    assert kept.select("year_ending", "value").rows() == [(2023, 3000.0)]
    bytes_now = {path.name: path.read_bytes() for path in own.iterdir()}
    assert take(of_2024)["Referrals in year", 2023, "authority"] == 3042.0
    assert take(of_2025) == found
    assert {path.name: path.read_bytes() for path in own.iterdir()} == bytes_now


@pytest.mark.parametrize(
    "content",
    [b"", b"# A page\n\nSome words, and more, words\nanother\n", b"PK\x03\x04\xff\x00\xfe", b'a,"b\n'],
)
def test_what_is_no_table_is_said_by_its_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.xlsx"
    path.write_bytes(content)
    with pytest.raises(NotPublishedStatistics, match=r"^Expected .*other\.xlsx.* Download "):
        statistics([path])
    with pytest.raises(NotNeighbours, match=r"^Expected .*other\.xlsx.* Download "):
        neighbours(path)


def test_other_files_and_unknown_authorities_are_said(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(NotPublishedStatistics, match=r"other\.csv"):
        statistics([path])
    with pytest.raises(NotNeighbours):
        neighbours(path)
    figures = statistics([referrals(tmp_path, 2025, (town(2023, "901"), "1,2,3"))])
    with pytest.raises(UnknownAuthority, match="999"):
        comparators(figures, groups(tmp_path), authority="999")
