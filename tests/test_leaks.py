"""No value of a record leaves the store of delivered bytes, whatever goes wrong.

Marked values stand in every place of the files where a child's data could: ids, names, dates, free text, headings,
titles, names of sheets and files, and files that cannot be read. Then everything that was written or printed is
opened and searched.
"""

import io
import os
import sqlite3
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl
import pytest
from typer.testing import CliRunner

import pipelines.definitions  # noqa: F401  (found from the shipped settings, before a test names others)
from pipelines.boundary import Stopped, value_free
from pipelines.builds.steps import Steps
from pipelines.cli import app
from pipelines.database import database, rows
from pipelines.intake import children
from pipelines.intake.delivery import deliveries
from pipelines.orchestration.landing import landing
from pipelines.orchestration.partnership import Partnership as Resource
from pipelines.orchestration.running import dagster_instance
from pipelines.settings import ROOT
from tests.bad_input.binary_workbooks import binary_workbook
from tests.bad_input.files import as_xml
from tests.bad_input.good import every_source, good
from tests.bad_input.old_workbooks import old_workbook
from tests.bad_input.open_documents import open_document_of
from tests.bad_input.workbooks import SHEET, changed, encrypted
from tests.made_up_inbox import (
    CONTACTS,
    ESCALATIONS,
    HEALTH,
    INTERVIEWS,
    MISSING_MARCH,
    PERSONS,
    POSTS,
    REFERRALS,
    TEAMS,
    Partnership,
    Rows,
    csv_bytes,
    workbook_bytes,
)

SECRET = "ZZSENTINEL"
TITLE = "ZZTITLE"
"""Stands in the titles of sheets, which are the place of a finding in the supplier's own file (`Missing!F214`)."""
OFFICE = "ZZOFFICE"
"""Stands where the name of a team, a place or a reason does, which is kept with the rows but never told on the way."""

DAY = "11/11/2011"
"""Stands where a day of birth does; `2011-11-11` is how it would be told."""
DAYS = (DAY, "2011-11-11")
PASSWORD = "ZZPASSWORD"
TRICK = b"TRICK"
"""Files that begin so end the process that reads them, after it has said everything that it knows."""

PLAIN = {
    "Mosaic ID", "Gender", "Reported Missing", "Date of Birth", "Found", "Risk Grade", "Missing From", "LA Notified",
    "Returned", "Interview Required", "Offered", "Offered On", "Accepted", "Completed On", "pers_sex", "pers_dob",
    "pers_ethnicity", "pers_expected_dob", "pers_death_date", "Role", "FTE", "Agency", "Vacant", "Case Holding",
    "Start Date", "Leaving Date", "Absence Days", "Raised On", "Stage", "Resolved On", "Resolved At Stage",
}  # fmt: skip
"""Columns that a good row needs in their own form."""
KEPT = {
    "Placing Authority", "Reason Not Required", "Reason Declined", "pers_ward", "dept_team_name",
    "dept_team_parent_name", "Team", "Raised By", "Raised Against", "Theme", "pers_upn_unknown",
}  # fmt: skip
"""Columns whose text is kept as it is."""


def marked(table: Rows) -> Rows:
    """The table with marked ids, names and free text, a row for each cell that a mark makes unreadable, and an
    unlisted column."""
    headings, first, *_ = table
    marks = [_mark(heading, f"{SECRET}{place}") for place, heading in enumerate(headings)]
    good = [
        cell if heading in PLAIN or _is_typed(heading) else mark
        for heading, cell, mark in zip(headings, first, marks, strict=True)
    ]
    bad = [[*good[:place], mark, *good[place + 1 :], SECRET] for place, mark in enumerate(marks)]
    return [[*headings, f"{SECRET} heading"], [*good, SECRET], *bad]


def _mark(heading: str, mark: str) -> str:
    return f"{OFFICE} {heading}" if heading in KEPT else mark


def _is_typed(heading: str) -> bool:
    typed = ("_date", "_datetime", "_code", "_nfa", "_reason", "_issue", "_help", "_at")
    return heading.startswith(("cine_", "cont_")) and heading.endswith(typed)


def drop_marked(place: Partnership) -> None:
    """An inbox full of marks."""
    titles = [[f"{SECRET} title"], ["Run 01/04/2023"]]
    for month in ("2023-02", "2023-03"):
        for agency, table in (
            ("police", MISSING_MARCH),
            ("eisi", INTERVIEWS),
            ("workforce", POSTS),
            ("partnership", ESCALATIONS),
        ):
            sheets = {f"{TITLE} {agency}": [*titles, *marked(table)], "Notes": [[f"{SECRET} note"]]}
            place.drop(f"{month}/{agency}/{SECRET} {agency}.xlsx", workbook_bytes(sheets))
        for name, table in (
            ("person", PERSONS),
            ("contact", CONTACTS),
            ("referral", REFERRALS),
            ("team", TEAMS),
        ):
            place.drop(f"{month}/mosaic/{SECRET} {name}.csv", csv_bytes(marked(table)))
    health = [*HEALTH, ["H06", f"{OFFICE} measure", "Count", SECRET, f"<{SECRET}", "", SECRET]]
    place.drop(f"2023-03/health/{SECRET}.xlsx", workbook_bytes({f"{OFFICE} provider": health}))
    drop_every_other_source(place)
    cut = workbook_bytes({SECRET: marked(MISSING_MARCH)})
    bad: dict[str, bytes] = {
        "open.csv": f'cont_contact_id,cont_person_id\n"{SECRET},2\n'.encode(),
        "unknown.csv": csv_bytes([[f"{SECRET} a", f"{SECRET} b"], [SECRET, SECRET]]),
        "close.csv": csv_bytes([[*PERSONS[0][2:], SECRET], [SECRET] * 11]),
        "utf16.csv": csv_bytes([[SECRET]], encoding="utf-16") + b"\x00",
        "cut.xlsx": cut[: len(cut) // 2],
        "ragged.csv": csv_bytes([PERSONS[0], [SECRET] * 20, [SECRET]]),
        "xml.xml": f"<?xml version='1.0'?><{SECRET}>{SECRET}</{SECRET}>".encode(),
        "records.xml": as_xml([[f"{SECRET}_a", "b"], [SECRET, SECRET]]),
        "fetched.xml": f"<!DOCTYPE x [<!ENTITY e '{SECRET}'>]><x><y><z>&e;</z></y></x>".encode(),
        "old.xls": old_workbook({SECRET: [[SECRET, SECRET]]}),
        "binary.xlsb": binary_workbook({SECRET: [[SECRET, SECRET]]}),
        "open.ods": open_document_of({SECRET: [[SECRET, SECRET]]}),
        "page.xls": f"<html><table><tr><td>{SECRET}".encode(),
        "cp1252.csv": csv_bytes([*marked(PERSONS), [f"{SECRET} é"] * 13], encoding="cp1252"),
        "crash.csv": TRICK + b" crash," + SECRET.encode(),
        "error.csv": TRICK + b" error," + SECRET.encode(),
        "locked.xlsx": encrypted(workbook_bytes({SECRET: [[SECRET]]}), PASSWORD),
        "unknown lock.xlsx": encrypted(workbook_bytes({SECRET: [[SECRET]]}), f"not {PASSWORD}"),
        "damaged lock.xlsx": encrypted(workbook_bytes({SECRET: [[SECRET]]}), PASSWORD)[:-3000],
        "far.xlsx": far_away(workbook_bytes({SECRET: [[SECRET]]})),
    }
    for name, data in bad.items():
        place.drop(f"2023-03/mosaic/{SECRET} {name}", data)


def drop_every_other_source(place: Partnership) -> None:
    """A marked file of each source that has none yet: marks in every reference, text and day of birth, and a row for
    each cell that a mark makes unreadable."""
    done = {"police.missing_report", "eisi.return_interview", "workforce.post", "partnership.escalation"}
    done |= {f"mosaic.{name}" for name in ("person", "contact", "referral", "team")}
    for source in every_source():
        if source.name in done:
            continue
        made = good(source)
        rows = [list(row) for row in made.rows]
        for at, column in made.columns.values():
            for number, row in enumerate(rows):
                if column.kind == "identifier" and not column.check:
                    row[at] = f"{SECRET}{number}"
                elif column.kind in ("text", "authority") and made.headings[at] != "Year":
                    row[at] = f"{OFFICE} {number}"
                elif column.personal and row[at]:
                    row[at] = DAY
        bad = [
            [*rows[0][:at], f"{SECRET} {at}", *rows[0][at + 1 :]]
            for at, column in made.columns.values()
            if column.kind not in ("text", "authority")
        ]
        agency, _, table = source.name.partition(".")
        place.drop(f"2023-03/{agency}/{SECRET} {table}.csv", csv_bytes([*made.table[:1], *rows, *bad]))


def far_away(workbook: bytes) -> bytes:
    """The workbook with a cell at its far corner."""
    cell = b'<c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return changed(workbook, SHEET, lambda xml: xml.replace(b"</row></sheetData>", cell))


def trick_the_readers(folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Readers that say everything that they know, and end, when they meet a trick."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(
        f"""
import os, sys
import sources.delimited
real = sources.delimited.delimited
def delimited(data):
    if data.startswith({TRICK!r}):
        print(data, file=sys.stdout, flush=True)
        print(data, file=sys.stderr, flush=True)
        if b"crash" in data:
            os.abort()
        raise KeyError(data)
    return real(data)
sources.delimited.delimited = delimited
""",
        encoding="utf-8",
    )
    patch.setenv("PYTHONPATH", os.pathsep.join([str(folder), str(ROOT)]))
    patch.setattr(children, "_shared", [])


def contents(path: Path) -> Iterator[bytes]:
    """A file's bytes, and what they hold when unpacked."""
    data = path.read_bytes()
    yield data
    if path.suffix == ".parquet":
        yield pl.read_parquet(path).write_json().encode()
    elif path.suffix == ".duckdb":
        with database(path, read_only=True) as connection:
            tables = rows(connection, "select table_schema, table_name from information_schema.tables")
            for schema, table in tables:
                yield repr(rows(connection, f'select * from "{schema}"."{table}"')).encode()
    elif data.startswith(b"SQLite format 3"):
        yield from _cells(path)
    elif data.startswith(b"PK") and zipfile.is_zipfile(path):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            yield from (package.read(part) for part in package.namelist())


def _cells(path: Path) -> Iterator[bytes]:
    """The cells of an SQLite database, unpacked where they are packed."""
    with sqlite3.connect(path) as connection:
        for (table,) in connection.execute("select name from sqlite_master where type = 'table'").fetchall():
            for row in connection.execute(f'select * from "{table}"'):
                for cell in row:
                    packed = cell if isinstance(cell, bytes) else str(cell).encode()
                    yield packed
                    try:
                        yield zlib.decompress(packed)
                    except zlib.error:
                        continue


def leaks(paths: Iterable[Path], *marks: str) -> list[str]:
    """The files whose name or content holds a mark, in any of the usual encodings."""
    wanted = [mark.encode(encoding) for mark in marks for encoding in ("utf-8", "utf-16-le", "utf-16-be")]
    return [
        path.name
        for path in paths
        if any(mark in path.name for mark in marks)
        or any(mark in content for content in contents(path) for mark in wanted)
    ]


def files(*folders: Path) -> list[Path]:
    return [path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()]


class Ran:
    """Everything that was run, and all that it printed."""

    def __init__(self, place: Partnership, dagster_home: Path) -> None:
        self.place, self.dagster_home, self.printed = place, dagster_home, ""
        self.temporary = place.folder / "temporary"

    def scorecard(self, *command: str) -> int:
        done = CliRunner().invoke(app, [*command, *self.place.options])
        self.printed += done.output + repr(done.exception)
        return done.exit_code

    def landed(self, agency: str) -> bool:
        """Whether one agency's step by itself, as somebody starts it in Dagster's pages, went through."""
        home = self.place.home.settings
        resource = Resource(settings_file=str(home.file), inbox=str(home.inbox), home=str(home.home))
        with dagster_instance() as instance:
            done = dg.materialize(
                [landing(agency)],
                partition_key="2023-03",
                resources={"partnership": resource},
                instance=instance,
                raise_on_error=False,
            )
        return done.success


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("quick", marks=pytest.mark.sampled),
        pytest.param("everything", marks=pytest.mark.slow),
    ],
)
def ran(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    """Every command, and runs that fail with a marked error. The quick form keeps only the failing run in Dagster's
    own files and judges no expectations: both take long."""
    place = Partnership(tmp_path_factory.mktemp("leaks"))
    mask = os.umask(0o022)
    with pytest.MonkeyPatch.context() as patch:
        found = Ran(place, place.folder / "dagster")
        is_quick = request.param == "quick"
        patch.setenv("SCORECARD_EXPECTATIONS", "off" if is_quick else "on")
        patch.delenv("DAGSTER_HOME", raising=False)
        patch.setenv("SCORECARD_PASSWORD_MOSAIC", PASSWORD)
        patch.setattr(tempfile, "tempdir", str(found.temporary))
        patch.setenv("TMPDIR", str(found.temporary))
        found.temporary.mkdir()
        trick_the_readers(place.folder / "tricks", patch)
        drop_marked(place)
        assert found.scorecard("init") == 0
        if not is_quick:
            patch.setenv("DAGSTER_HOME", str(found.dagster_home))
            assert found.scorecard("refresh", "--month", "2023-02") == 0
            with pytest.MonkeyPatch.context() as failing:
                failing.setattr(Steps, "_make_core", _raising(pl.exceptions.ComputeError(SECRET)))
                assert found.scorecard("refresh") == 2
        with pytest.MonkeyPatch.context() as failing:
            failing.setattr("pipelines.intake.intake.Intake.take_agency", _raising(ValueError(SECRET)))
            assert found.scorecard("refresh") == 2
            failing.setenv("DAGSTER_HOME", str(found.dagster_home))
            assert not found.landed("police")
        assert found.scorecard("refresh", "--json") == 0
        assert found.scorecard("publish", "--quarter", "2022-23-Q4", "--by", "Ann Example") == 0
        assert found.scorecard("explain", "MH01", "--period", "2023-03") == 0
        assert found.scorecard("status", "--tell") == 1  # there are files that could not be read
        assert found.scorecard("status", "--json") == 1
        assert found.scorecard("doctor") in (0, 1)
        yield found
        children.readers().stop()
    os.umask(mask)


def _raising(error: Exception) -> Any:
    def step(*given: Any) -> None:
        raise RuntimeError(SECRET) from error

    return step


def test_the_search_finds_what_is_there(ran: Ran) -> None:
    assert len(leaks(files(ran.place.home.store), SECRET)) >= 10
    assert leaks(files(ran.place.home.rows), OFFICE)
    assert leaks(files(ran.place.home.builds), OFFICE)
    assert files(ran.dagster_home)


def test_every_kind_of_bad_file_was_met(ran: Ran) -> None:
    reasons = " ".join(each.reason for each in deliveries(ran.place.home).values())
    for words in (
        "password", "another password", "stops the reader", "stops the reader (KeyError)",
        "far away", "web page", "document type", "left open", "damaged",
    ):  # fmt: skip
        assert words in reasons, words


@pytest.mark.keeps("P8", "SEC-01", "SEC-08", "SEC-20")
def test_no_marked_value_is_below_the_store(ran: Ran) -> None:
    """The return packs hold their suppliers' own values, as the store does; what is told of them holds none. Spellings
    that no list knows stand beside the rows, for people to see and teach."""
    home = ran.place.home
    packs = home.folder / "returns"
    restricted = [path for path in files(packs) if path.name != "made.json"]
    restricted += [path for path in files(home.rows) if path.name == "unknown.parquet"]
    below = [
        path for path in files(home.folder) if not path.is_relative_to(home.store) and path not in restricted
    ]
    assert leaks(restricted, SECRET)
    assert leaks(below, SECRET) == []
    assert not any(mark in str(path) for path in files(packs) for mark in (SECRET, OFFICE, TITLE))


@pytest.mark.keeps("P8", "SEC-01", "SEC-05", "SEC-06")
def test_no_marked_value_is_in_what_dagster_keeps(ran: Ran) -> None:
    assert leaks(files(ran.dagster_home), SECRET, OFFICE, TITLE, *DAYS, PASSWORD) == []


@pytest.mark.keeps("SEC-01")
def test_nothing_is_left_in_temporary_folders(ran: Ran) -> None:
    assert files(ran.place.home.staging) == []
    assert leaks(files(ran.temporary), SECRET, OFFICE, TITLE, *DAYS, PASSWORD) == []


def test_no_password_is_written_anywhere(ran: Ran) -> None:
    inbox = ran.place.inbox
    assert leaks([path for path in files(ran.place.folder) if not path.is_relative_to(inbox)], PASSWORD) == []
    assert PASSWORD not in ran.printed


@pytest.mark.keeps("P8", "SEC-01", "SEC-06")
def test_no_marked_value_is_printed(ran: Ran) -> None:
    assert not any(mark in ran.printed for mark in (SECRET, OFFICE, TITLE, *DAYS))
    assert "Expected this step to finish; found RuntimeError at " in ran.printed


def test_what_is_told_on_the_way_has_no_text_of_a_row_at_all(ran: Ran) -> None:
    """Titles of sheets stand beside the rows, names of teams in what is released."""
    home = ran.place.home.folder
    told = [path for path in files(home) if path.parent == home or path.suffix == ".json"]
    assert {"ledger.jsonl", "seen.json"} <= {path.name for path in told}
    kept_apart = (ran.place.home.store, home / "releases", home / "drafts")
    told = [
        path
        for path in told
        if path.name != "sheets.json" and not any(path.is_relative_to(folder) for folder in kept_apart)
    ]
    assert leaks(told, SECRET, OFFICE, TITLE, *DAYS) == []


@pytest.mark.keeps("SEC-07")
def test_files_and_folders_are_for_their_owner_alone(ran: Ran) -> None:
    home = ran.place.home
    places = [home.folder, home.settings.key, *home.folder.rglob("*")]
    open_to_others = {path.name for path in places if stat.S_IMODE(path.stat().st_mode) & 0o077}
    assert open_to_others == set()


@pytest.mark.keeps("SEC-05")
def test_the_shipped_template_is_put_where_dagster_has_no_settings(ran: Ran) -> None:
    text = (ran.dagster_home / "dagster.yaml").read_text()
    assert "NoOpComputeLogManager" in text
    assert "enabled: false" in text.split("telemetry:")[1].split("\n\n")[0]
    assert not list(ran.dagster_home.rglob("compute_logs/*"))


@pytest.mark.keeps("SEC-02")
def test_an_error_that_leaves_the_boundary_carries_nothing_of_the_one_inside() -> None:
    with pytest.raises(Stopped) as caught, value_free():
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(SECRET) from error
    stopped: BaseException = caught.value
    assert (stopped.__cause__, stopped.__context__) == (None, None)
    assert SECRET not in str(stopped) and "ValueError" in str(stopped)
