"""A build in which only the authorities that changed are made again holds what a whole one would, and dies as safely; one
authority that cannot be built never stops the others."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.builds import BuildBroken, Plan, Work, build_path, current
from pipelines.builds.left_out import LEFT_OUT
from pipelines.builds.left_out import words as left_out
from pipelines.builds.renewal import Renewal, renewal
from pipelines.builds.steps import Steps
from pipelines.contents import Contents, contents
from pipelines.home import Home
from pipelines.intake.delivery import deliveries
from pipelines.intake.intake import Intake
from pipelines.keeping.retention import past, purge
from pipelines.settings import settings as settings_of
from pipelines.status.status import status
from pipelines.status.tasks import ATTENTION
from pipelines.subject.erasing import forget
from pipelines.verifying.verified import verified
from sources.catalogue import AGENCIES
from sources.pseudonym import Pseudonyms
from tests.benchmark.nation import corrected, spread
from tests.few_indicators import few
from tests.made_up_inbox import (
    INTERVIEWS,
    MARCH,
    MISSING_FEBRUARY,
    MISSING_MARCH,
    MOSAIC,
    Partnership,
    csv_bytes,
    every_value,
    query,
    workbook_bytes,
)

FIRST, OTHERS, LATER = "A1", ("B2", "C3", "D4"), ("E5", "F6")
SETTINGS = """name = "A made-up region"
made_up = true
reported_from = "2023-01"
[history_from]
mosaic = "2020-01"
eisi = "2020-01"
[due]
until = "2023-03"
[region]
code = "R9"
names = ["A made-up region"]
[[region.authority]]
code = "A1"
names = ["Barnsley"]
"""
WITHOUT = {"mosaic.contact": 1, "mosaic.person": 1, "police.missing_report": 2, "eisi.return_interview": 1}
"""What a corrected file leaves out, of the sources that one may be of."""


class Region(Partnership):
    """A partnership of four authorities: one that delivers files, and copies of its rows."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.settings_file.write_text(SETTINGS, encoding="utf-8")
        for month, missing in (("2023-02", MISSING_FEBRUARY), ("2023-03", MISSING_MARCH)):
            self.drop_police(f"{FIRST}/{month}", missing)
        for name in ("ssd_person", "ssd_contacts", "ssd_cin_episodes"):
            self.drop(f"{FIRST}/2023-03/mosaic/{name}.csv", csv_bytes(MOSAIC[name]))
        self.drop(f"{FIRST}/2023-03/eisi/log.xlsx", workbook_bytes({"Sheet1": INTERVIEWS}, titles=2))
        self.look()
        spread(self.home, FIRST, OTHERS)

    def of(self, folder: Path) -> Home:
        """A copy of the home in another folder."""
        shutil.copytree(self.folder / "home", folder / "home")
        shutil.copy(self.folder / "home.key", folder / "home.key")
        return Home(settings_of(self.settings_file, inbox=self.inbox, home=folder / "home"))


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Region:
    """The region with a build of March."""
    place = Region(tmp_path_factory.mktemp("region"))
    built(place.home)
    return place


@pytest.fixture
def home(region: Region, tmp_path: Path) -> Home:
    """A copy of it to change."""
    return region.of(tmp_path)


def fresh(home: Home) -> Home:
    """The home as a new run would see it."""
    return Home(home.settings)


def built(home: Home) -> Path:
    with home.ledger.writing():
        return Work(Plan(home, MARCH)).finish()


def whole(home: Home) -> Contents:
    """What a build that begins with nothing holds."""
    with TemporaryDirectory() as folder:
        shutil.copytree(
            home.folder, Path(folder) / "home", ignore=shutil.ignore_patterns("*.duckdb", "current.json")
        )
        shutil.copy(home.settings.key, Path(folder) / "home.key")
        other = Home(settings_of(home.settings.file, inbox=home.settings.inbox, home=Path(folder) / "home"))
        assert renewal(Plan(other, MARCH)) is None
        return contents(built(other))


def told(home: Home) -> Contents:
    """What the pointer says of the current build."""
    pointer = current(home, MARCH)
    assert pointer is not None
    return Contents.of_facts(pointer["contents"])


def said(home: Home, event: str, delivery: str) -> None:
    """A person's word on a delivery."""
    with home.ledger.writing() as ledger:
        ledger.append(event, delivery_id=delivery, by="A. Person", reason="a test")


def usable(home: Home, code: str) -> list[str]:
    return [name for name, each in deliveries(home).items() if each.authority == code and each.is_usable]


def test_one_corrected_file_makes_one_authority_anew(home: Home) -> None:
    before = current(home, MARCH)
    assert before is not None
    new = corrected(home, "C3", "mosaic.contact", without=1)
    home = fresh(home)
    found = renewal(Plan(home, MARCH))
    assert found is not None and found.changed == {"C3"}
    path = built(home)
    assert {code for (code,) in query(path, "select distinct authority from mosaic.contact")} == {
        FIRST,
        *OTHERS,
    }
    contacts = "select authority, count(*) from mosaic.contact group by all order by all"
    assert query(path, contacts) == [("A1", 3), ("B2", 3), ("C3", 2), ("D4", 3)]
    assert contents(path).differences(told(home)) == []
    assert whole(home).differences(told(home)) == []
    pointer = current(home, MARCH)
    assert pointer is not None and pointer["parts"].keys() == before["parts"].keys()
    old = [line["delivery"] for line in before["sources"] if line["source"] == "mosaic.contact"]
    assert pointer["remains"] == [each for each in old if deliveries(home)[each].authority == "C3"]
    assert new.delivery_id in {line["delivery"] for line in pointer["sources"]}
    assert verified(home).faults == []
    assert list(path.parent.glob(".*")) == []
    assert Plan(home, MARCH).is_current


def test_what_all_authorities_share_makes_all_of_them_anew(
    home: Home, region: Region, tmp_path: Path
) -> None:
    text = region.settings_file.read_text().replace('reported_from = "2023-01"', 'reported_from = "2022-12"')
    other = tmp_path / "partnership.toml"
    other.write_text(text)
    plan = Plan(Home(settings_of(other, inbox=region.inbox, home=home.folder)), MARCH)
    assert renewal(plan) is None
    for code in (*OTHERS,):
        corrected(home, code, "mosaic.contact", without=1)
    assert renewal(Plan(fresh(home), MARCH)) is None  # three of four: the whole is the cheaper way


@pytest.mark.slow
def test_one_authority_alone_is_always_built_whole(tmp_path: Path) -> None:
    place = Partnership(tmp_path)
    place.drop_police("2023-03", MISSING_FEBRUARY)
    place.refresh()
    place.drop_police("2023-03", MISSING_MARCH, "again.xlsx")
    place.look()
    assert renewal(Plan(place.home, MARCH)) is None


@pytest.mark.slow
def test_a_build_before_that_was_damaged_is_not_built_upon(home: Home) -> None:
    path = build_path(home, MARCH)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    corrected(home, "C3", "mosaic.contact", without=1)
    home = fresh(home)
    assert contents(built(home)).differences(told(home)) == []
    pointer = current(home, MARCH)
    assert pointer is not None and pointer["remains"] == []


CHANGES = st.lists(
    st.one_of(
        st.tuples(st.just("corrected"), st.sampled_from((FIRST, *OTHERS)), st.sampled_from(sorted(WITHOUT))),
        st.tuples(st.just("withdrawn"), st.sampled_from((FIRST, *OTHERS)), st.integers(0, 9)),
        st.tuples(st.just("late"), st.sampled_from((FIRST, *OTHERS)), st.integers(0, 9)),
        st.tuples(st.just("removed"), st.sampled_from((FIRST, *OTHERS)), st.just(0)),
        st.tuples(st.just("added"), st.sampled_from(LATER), st.just(0)),
    ),
    min_size=1,
    max_size=3,
)
_SALT = count()


def change(home: Home, what: str, code: str, which: Any) -> None:
    """Do one thing that happens to a home between two builds, where it can happen."""
    known = usable(home, code)
    if what == "corrected" and any(
        part["source"] == which for name in known for part in deliveries(home)[name].parts
    ):
        corrected(home, code, which, without=WITHOUT[which], salt=str(next(_SALT)))
    elif what == "withdrawn" and known:
        said(home, "held", known[which % len(known)])
    elif what == "late":
        held = [
            name for name, each in deliveries(home).items() if each.authority == code and not each.is_usable
        ]
        if held:
            said(home, "released", held[which % len(held)])
    elif what == "removed":
        for name in known:
            said(home, "held", name)
    elif what == "added" and not known:
        spread(home, FIRST, [code])


def law(region: Region, late: int, changes: list[tuple[str, str, Any]], *, is_short: bool = False) -> None:
    """However builds were renewed one after another, the last holds what a whole one holds; of a part of the indicators
    where it `is_short`."""
    with TemporaryDirectory() as folder:
        home = region.of(Path(folder))
        if is_short:
            file = Path(shutil.copy(region.settings_file, folder))
            few(file)
            home = Home(settings_of(file, inbox=region.inbox, home=home.folder))
            shutil.rmtree(home.builds / str(MARCH))  # it counts them all
        known = usable(home, "B2")
        said(home, "held", known[late % len(known)])
        for what, code, which in [("late", "B2", 0), *changes]:
            built(fresh(home))
            change(fresh(home), what, code, which)
        home = fresh(home)
        path = built(home)
        assert contents(path).differences(told(home)) == []
        assert whole(home).differences(told(home)) == []


@pytest.mark.slow
def test_renewed_builds_hold_what_a_whole_one_would(region: Region) -> None:
    law(region, 0, [("withdrawn", "D4", 2), ("added", "E5", 0), ("removed", "C3", 0)])


@pytest.mark.slow
@settings(max_examples=3, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 9), CHANGES)
def test_renewed_builds_hold_what_a_whole_one_would_whatever_changed(
    region: Region, late: int, changes: list[tuple[str, str, Any]]
) -> None:
    law(region, late, changes, is_short=True)


def dying(step: Callable[..., Any]) -> Callable[..., Any]:
    """A step that is killed when its work is done and nothing has been said of it yet."""

    def die(*given: Any) -> Any:
        step(*given)
        raise KeyboardInterrupt

    return die


PLACES = [(Renewal, "_replace"), (Renewal, "merge"), (Renewal, "contents"), (Work, "_put_in_place")]


@pytest.mark.slow
@pytest.mark.keeps("P11")
def test_a_kill_while_rows_are_replaced_leaves_the_build_before(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build_path(home, MARCH)
    values = every_value(first)
    corrected(home, "C3", "mosaic.contact", without=2)
    for owner, name in PLACES:
        with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
            patch.setattr(owner, name, dying(getattr(owner, name)))
            built(fresh(home))
        if name != "_put_in_place":
            assert build_path(home, MARCH) == first and every_value(first) == values
    path = built(fresh(home))
    assert path == build_path(home, MARCH) == Plan(fresh(home), MARCH).path != first
    assert list(path.parent.glob(".*")) == []
    assert whole(fresh(home)).differences(told(home)) == []


def dropped(region: Region, home: Home, month: str, rows: list[list[Any]], file: Path) -> Home:
    """The home after the first authority sent one more police file."""
    place = Partnership.__new__(Partnership)
    place.inbox, place._clock = home.folder.parent / "inbox", region._clock
    shutil.copytree(region.inbox, place.inbox)
    place.drop_police(f"{FIRST}/{month}", rows, "another.xlsx")
    home = Home(settings_of(file, inbox=place.inbox, home=home.folder))
    with home.ledger.writing():
        intake = Intake(home)
        for agency in AGENCIES:
            intake.take_agency(agency, MARCH)
    return home


@pytest.mark.slow
def test_an_erased_child_is_in_no_byte_though_rows_were_replaced_before(
    region: Region, tmp_path: Path
) -> None:
    home = region.of(tmp_path)
    file = tmp_path / "partnership.toml"
    one = '[authority]\ncode = "A1"\nnames = ["Barnsley"]\n'
    file.write_text(SETTINGS[: SETTINGS.index("[region]")] + one)
    built(Home(settings_of(file, inbox=region.inbox, home=home.folder)))
    child = Pseudonyms(key=home.key(), authority=FIRST).of("nominal", pl.Series(["N3"])).item().encode()
    home = dropped(region, home, "2023-03", [row for row in MISSING_MARCH if row[1] != "N3"], file)
    built(home)
    pointer = current(home, MARCH)
    assert pointer is not None and pointer["remains"]
    forget(home, "N3", by="A. Person", reason="asked for by the family", domain="nominal")
    home = fresh(home)
    hits = [each for each in home.folder.rglob("*") if each.is_file() and child in each.read_bytes()]
    assert hits == []
    pointer = current(home, MARCH)
    assert pointer is not None and pointer["remains"] == []


@pytest.mark.slow
def test_a_purge_removes_the_bytes_of_rows_that_were_replaced(region: Region, tmp_path: Path) -> None:
    home = dropped(region, region.of(tmp_path), "2023-01", MISSING_FEBRUARY[:2], region.settings_file)
    (old,) = [name for name in usable(home, FIRST) if deliveries(home)[name].month == "2023-01"]
    built(home)
    said(home, "held", old)
    home = fresh(home)
    path = built(home)
    pointer = current(home, MARCH)
    assert pointer is not None and pointer["remains"] == [old]
    kept = Home(replace(home.settings, retention={"police": 2}))
    done = purge(kept, date(2023, 4, 15))
    assert done.replaced == ((str(MARCH), path.stem),) and done.remade == (str(MARCH),)
    again = fresh(kept)
    files = list(again.builds.rglob("*.duckdb"))
    assert files and not any(old.encode() in each.read_bytes() for each in files)
    pointer = current(again, MARCH)
    assert pointer is not None and pointer["remains"] == []
    assert past(again, date(2023, 4, 15)).is_empty
    assert Plan(again, MARCH).is_current


def broken(home: Home, code: str) -> None:
    """A newer file of an authority that no core table can be made of: it tells every contact twice."""
    new = corrected(home, code, "mosaic.contact", without=1, salt="broken")
    path = home.rows / new.folder_name / "mosaic.contact.parquet"
    frame = pl.read_parquet(path)
    pl.concat([frame, frame]).write_parquet(path)


def values_of(path: Path, code: str) -> list[tuple[Any, ...]]:
    """An authority's figures, but for those of how good its data were, which the ledger tells."""
    return query(
        path,
        "select * from scorecard.value where authority = ? and indicator not like 'DQ%' order by all",
        [code],
    )


@pytest.mark.slow
def test_an_authority_that_cannot_be_built_keeps_its_figures_and_stops_nobody(home: Home) -> None:
    before = build_path(home, MARCH)
    corrected(home, "B2", "mosaic.contact", without=2)
    broken(home, "C3")
    path = built(fresh(home))
    home = fresh(home)
    assert path == build_path(home, MARCH) != before
    assert values_of(path, "C3") == values_of(before, "C3") and values_of(path, "D4") == values_of(
        before, "D4"
    )
    assert values_of(path, "B2") != values_of(before, "B2")
    assert left_out(home, MARCH) == [
        "C3: what it delivered could not be built, the figures of the last good build stand"
    ]
    assert left_out(home, MARCH, "B2") == []
    (record,) = home.ledger.of(LEFT_OUT)
    assert record.facts["authority"] == "C3" and "core.contact" in record.facts["reason"]
    assert Plan(home, MARCH).is_current and built(home) == path  # and it is not tried again
    assert len(fresh(home).ledger.of(LEFT_OUT)) == 1
    assert whole(home).differences(told(home)) == []
    tasks = [task for task in status(home).tasks if "C3" in task.words]
    assert [task.level for task in tasks if task.kind == "failed"] == [ATTENTION]
    # what it sends next is tried again
    corrected(home, "C3", "mosaic.person", without=1)
    (name,) = [each for each in usable(fresh(home), "C3") if each in record_of_broken(home)]
    said(home, "held", name)
    home = fresh(home)
    built(home)
    assert left_out(home, MARCH) == []
    assert whole(home).differences(told(home)) == []


def record_of_broken(home: Home) -> set[str]:
    """The deliveries whose rows stand twice."""
    return {
        name
        for name, each in deliveries(fresh(home)).items()
        if (path := home.rows / each.folder_name / "mosaic.contact.parquet").exists()
        and pl.read_parquet(path).is_duplicated().any()
    }


@pytest.mark.slow
def test_an_authority_without_a_good_build_is_left_out_and_said_to_be_missing(
    region: Region, tmp_path: Path
) -> None:
    home = region.of(tmp_path)
    shutil.rmtree(home.builds / str(MARCH))
    broken(home, "C3")
    path = built(fresh(home))
    home = fresh(home)
    assert query(path, "select count(*) from mosaic.contact where authority = 'C3'") == [(0,)]
    assert query(path, "select count(distinct authority) from mosaic.contact") == [(3,)]
    assert left_out(home, MARCH) == ["C3: what it delivered could not be built, no figures stand"]
    assert whole(home).differences(told(home)) == []


@pytest.mark.slow
def test_an_authority_whose_rows_stop_a_query_is_found_among_the_others(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    corrected(home, "B2", "mosaic.contact", without=1)
    corrected(home, "C3", "mosaic.contact", without=1)
    make = Steps._make_core

    def stopping(steps: Steps, connection: duckdb.DuckDBPyConnection) -> dict[str, int]:
        rows = query_in(connection, "select count(*) from mosaic.contact where authority = 'C3'")
        if rows == [(2,)]:
            connection.execute("select cast('a value' as date)")
        return make(steps, connection)

    monkeypatch.setattr(Steps, "_make_core", stopping)
    path = built(fresh(home))
    home = fresh(home)
    assert query(path, "select authority, count(*) from mosaic.contact group by all order by all") == [
        ("A1", 3), ("B2", 2), ("C3", 3), ("D4", 3)
    ]  # fmt: skip
    (record,) = home.ledger.of(LEFT_OUT)
    assert record.facts["authority"] == "C3" and "a value" not in str(record.facts)


def query_in(connection: duckdb.DuckDBPyConnection, text: str) -> list[tuple[Any, ...]]:
    return connection.execute(text).fetchall()


def test_what_stops_every_authority_stops_the_build(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    before = build_path(home, MARCH)
    corrected(home, "B2", "mosaic.contact", without=1)

    def failing(*_: Any) -> None:
        raise BuildBroken("Expected one row; found more.", {FIRST, *OTHERS})

    monkeypatch.setattr(Steps, "_verify_key", staticmethod(failing))
    with pytest.raises(BuildBroken):
        built(fresh(home))
    assert build_path(fresh(home), MARCH) == before
    assert fresh(home).ledger.of(LEFT_OUT) == []
