"""The properties of security that no other suite shows: what code may do, what steps tell, what finished files hold."""

import ast
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from openpyxl import load_workbook

from pipelines.materials import bill_of_materials
from pipelines.orchestration.running import dagster_instance, run
from pipelines.settings import ROOT, SettingsNotUnderstood
from schemas.column import Column
from schemas.table import columns
from sources.catalogue import AGENCIES, sources
from tests.made_up_inbox import Partnership, refreshed

CODE = [
    path
    for name in ("pipelines", "sources", "schemas", "scorecards")
    for path in sorted((ROOT / name).rglob("*.py"))
]


def trees() -> Iterator[tuple[Path, ast.Module]]:
    for path in CODE:
        yield path.relative_to(ROOT), ast.parse(path.read_text(encoding="utf-8"))


# What code may do


@pytest.mark.keeps("SEC-25")
def test_nothing_is_unpickled_or_run_from_text() -> None:
    banned = {"pickle", "dill", "joblib", "shelve", "marshal", "cloudpickle"}
    calls = {"eval", "exec"}
    found = []
    for path, tree in trees():
        for node in ast.walk(tree):
            names = [each.name for each in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [f"{path}: {name}" for name in names if name.split(".")[0] in banned]
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in calls:
                found.append(f"{path}: {node.func.id}()")
    assert found == []


def _begins_a_query(text: ast.JoinedStr) -> bool:
    words = "".join(part.value for part in text.values if isinstance(part, ast.Constant)).lower()
    return (
        bool(re.match(r"\s*(select|with|insert|create|attach|copy|update|delete|drop|set)\b", words))
        and " " in words
    )


@pytest.mark.keeps("SEC-13")
def test_no_value_is_put_between_quotes_of_a_query_by_hand() -> None:
    """`quoted()` writes a text as a literal, and doubles what is in it; parameters are the other way."""
    found = []
    for path, tree in trees():
        for text in (node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)):
            if not _begins_a_query(text):
                continue
            for before, part in zip(text.values, text.values[1:], strict=False):
                if (
                    isinstance(part, ast.FormattedValue)
                    and isinstance(before, ast.Constant)
                    and before.value.endswith("'")
                ):
                    found.append(f"{path}, line {part.lineno}")
    assert found == []


@pytest.mark.keeps("SEC-13")
@pytest.mark.parametrize(
    "line",
    [
        'code = "370\'; drop table core.child; --"',
        'code = "../370"',
        'code = ""',
        'code = "37 0"',
    ],
)
def test_a_code_from_the_settings_matches_a_pattern(tmp_path: Path, line: str) -> None:
    place = Partnership(tmp_path)
    text = place.settings_file.read_text(encoding="utf-8")
    place.settings_file.write_text(
        re.sub(r'code\s*=\s*"[^"]*"', lambda _: line, text, count=1), encoding="utf-8"
    )
    with pytest.raises(SettingsNotUnderstood, match="code"):
        place.home.settings  # noqa: B018


@pytest.mark.keeps("SEC-02")
def test_no_error_of_a_library_is_repeated_in_ours() -> None:
    """A library's error may hold a cell. Whoever raises out of an `except` says `from None`, and ours do not quote it."""
    found = []
    for path, tree in trees():
        if path.parts[0] == "schemas":
            continue
        for handler in (node for node in ast.walk(tree) if isinstance(node, ast.ExceptHandler)):
            for node in ast.walk(handler):
                if isinstance(node, ast.Raise) and node.exc is not None and isinstance(node.exc, ast.Call):
                    is_cut = isinstance(node.cause, ast.Constant) and node.cause.value is None
                    if not is_cut:
                        found.append(f"{path}, line {node.lineno}: without `from None`")
    assert found == []


# What schemas keep


def every_column() -> Iterator[tuple[str, str, Column]]:
    for agency in AGENCIES:
        for source in sources(agency):
            for column, said in columns(source.table).items():
                yield source.name, column, said


@pytest.mark.keeps("SEC-09", "SEC-08")
def test_no_schema_names_a_column_of_names_addresses_or_notes() -> None:
    known = list(every_column())
    assert len(known) > 200
    wrong = re.compile(
        r"\b(fore|sur|full|first|last)?name$|address|postcode|phone|e-?mail|narrative|notes?$|comment|free.?text",
        re.I,
    )
    harmless = {"team_name", "note"}  # a team, and what is said of a figure that people enter
    found = [
        f"{table}.{name}"
        for table, name, said in known
        if said.kind == "text"
        and name not in harmless
        and any(wrong.search(word) for word in (name, *said.headings))
    ]
    assert found == []


# What steps tell Dagster


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where Dagster kept a refresh and a draft of every agency's files."""
    place = Partnership(tmp_path_factory.mktemp("told"))
    place.drop_everything()
    place.home.open()
    kept = place.folder / "dagster"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAGSTER_HOME", str(kept))
        patch.setenv("SCORECARD_EXPECTATIONS", "off")
        run("refresh", "2023-03", place.home.settings)
        run("draft", "2023-01", place.home.settings)
    yield kept


@pytest.mark.slow
@pytest.mark.keeps("SEC-03")
def test_steps_hand_no_data_to_dagster(told: Path) -> None:
    kept = [
        path
        for path in told.rglob("*")
        if path.is_file() and "history" not in path.parts and path.suffix != ".db"
    ]
    assert [
        path.name for path in kept if path.stat().st_size > 4096 and path.suffix not in (".yaml", ".db-wal")
    ] == []


@pytest.mark.slow
@pytest.mark.keeps("SEC-04")
def test_what_steps_tell_is_counts_hashes_periods_and_codes(
    told: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DAGSTER_HOME", str(told))
    plain = re.compile(r"[A-Za-z0-9 .,:;()/_'%–’-]{0,400}")
    entries: dict[str, Any] = {}
    with dagster_instance() as instance:
        for key in instance.all_asset_keys():
            event = instance.get_latest_materialization_event(key)
            if event is not None and event.asset_materialization is not None:
                entries |= {
                    f"{key.to_user_string()}: {name}": each
                    for name, each in event.asset_materialization.metadata.items()
                }
    assert len(entries) > 100
    kinds = (
        dg.IntMetadataValue,
        dg.FloatMetadataValue,
        dg.BoolMetadataValue,
        dg.TextMetadataValue,
        dg.TimestampMetadataValue,
    )
    strange = [name for name, each in entries.items() if not isinstance(each, kinds)]
    assert strange == []
    wordy = [
        name
        for name, each in entries.items()
        if isinstance(each.value, str) and not plain.fullmatch(each.value)
    ]
    assert wordy == []


# What finished files hold


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The quarter of a small partnership as readers get it."""
    from pipelines.publication.publication import Publication
    from pipelines.publication.signing import publish
    from scorecards.period import Quarter

    place = refreshed(tmp_path_factory.mktemp("published"))
    quarter = Quarter.parse("2022-23-Q4")
    Publication(place.home, quarter).draft()
    publish(place.home, quarter, by="Whoever Approves")
    return place.home.published


PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|docProps/(app|core)\.xml|xl/(workbook|styles|sharedStrings)\.xml|xl/_rels/workbook\.xml\.rels"
    r"|xl/theme/theme1\.xml|xl/worksheets/sheet\d+\.xml|xl/worksheets/_rels/sheet\d+\.xml\.rels"
    r"|xl/(drawings|charts)/(_rels/)?(drawing|chart)\d+\.xml(\.rels)?|xl/tables/table\d+\.xml"
)


@pytest.mark.keeps("SEC-16")
def test_published_workbooks_consist_of_known_parts(published: Path) -> None:
    books = sorted(published.rglob("*.xlsx"))
    assert books
    for path in books:
        with zipfile.ZipFile(path) as package:
            assert [name for name in package.namelist() if not PARTS.fullmatch(name)] == []
            core = package.read("docProps/core.xml").decode()
        makers = set(re.findall(r"<(?:dc:creator|cp:lastModifiedBy)>([^<]*)<", core))
        assert makers <= {"A made-up partnership", "Safeguarding scorecard"}
        book = load_workbook(path)
        assert {sheet.sheet_state for sheet in book} == {"visible"}
        assert not any(
            cell.comment or (cell.hyperlink and cell.hyperlink.target)
            for sheet in book
            for row in sheet
            for cell in row
        )


ID, POSTCODE = (
    re.compile(r"(?<!\d)999\d{7}(?!\d)"),
    re.compile(r"\bZZ99\s?\d[A-Z]{2}\b|\b[A-Z]{1,2}\d[A-Z\d]?\s\d[A-Z]{2}\b"),
)


@pytest.mark.keeps("SEC-18", "SEC-11", "P8")
def test_no_published_file_holds_an_identifier_a_birth_date_or_a_postcode(published: Path) -> None:
    from tests.made_up_inbox import MISSING_MARCH, PERSONS

    marks = {
        str(row[at])
        for table in (PERSONS, MISSING_MARCH)
        for row in table[1:]
        for at, name in enumerate(table[0])
        if _names_a_person(str(name))
    }
    marks = {mark for mark in marks if len(mark) > 5}
    assert marks
    for path in sorted(published.rglob("*.*")):
        text = _text_of(path)
        assert not ID.search(text), path.name
        assert not POSTCODE.search(text), path.name
        assert [mark for mark in marks if re.search(rf"(?<!\w){re.escape(mark)}(?!\w)", text)] == [], (
            path.name
        )


def _names_a_person(heading: str) -> bool:
    return any(word in heading.lower() for word in ("nhs", "dob", "birth", "forename", "surname", "name"))


def _text_of(path: Path) -> str:
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as package:
            return "\n".join(package.read(name).decode("utf-8", "replace") for name in package.namelist())
    return path.read_bytes().decode("utf-8", "replace")


@pytest.mark.keeps("SEC-07")
def test_published_files_are_for_owner_and_group(published: Path) -> None:
    open_to_all = [path.name for path in published.rglob("*") if path.stat().st_mode & 0o007]
    assert open_to_all == []


# A whole run


@pytest.mark.slow
@pytest.mark.keeps("SEC-15", "SEC-26")
@pytest.mark.skipif(
    shutil.which("unshare") is None or os.getuid() != 0, reason="NOT TESTED: needs unshare and root"
)
def test_a_whole_run_without_any_network_and_with_an_inbox_that_cannot_be_written(tmp_path: Path) -> None:
    place = Partnership(tmp_path)
    place.drop_everything()
    mounted = f"mount --bind {place.inbox} {place.inbox} && mount -o remount,ro,bind {place.inbox}"
    scorecard = f"{sys.executable} -m pipelines.cli"
    options = " ".join(place.options)
    commands = [
        mounted,
        f"{scorecard} init {options}",
        f"{scorecard} refresh --month 2023-03 {options}",
        f"{scorecard} publish --quarter 2022-23-Q4 --by Ann.Example {options}",
    ]
    done = subprocess.run(
        ["unshare", "--net", "--mount", "sh", "-ec", " && ".join(commands)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=300,
        env={**os.environ, "SCORECARD_EXPECTATIONS": "off"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert list((place.folder / "home" / "published").rglob("*.xlsx"))


# What is installed


@pytest.mark.keeps("SEC-24")
def test_every_library_is_locked_by_its_hash_and_named_in_the_bill_of_materials() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    bill = bill_of_materials(lock, "1")
    named = {each["name"]: each["version"] for each in bill["components"]}
    assert all(each["hashes"] for each in bill["components"])
    declared = (
        (ROOT / "pyproject.toml").read_text(encoding="utf-8").split("dependencies = [")[1].split("]")[0]
    )
    wanted = {
        re.match(r"[a-z0-9-]+", line.strip(' ",')).group() for line in declared.splitlines() if '"' in line
    }  # type: ignore[union-attr]
    assert wanted <= set(named)
    here = {each.name.lower().replace("_", "-"): each.version for each in distributions()}
    assert {name for name, version in named.items() if name in wanted and here.get(name) != version} == set()


@pytest.mark.keeps("SEC-24")
def test_a_bill_is_the_same_each_time_and_names_no_place() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert bill_of_materials(lock, "1") == bill_of_materials(lock, "1")
    assert "://" not in str(bill_of_materials(lock, "1"))


@pytest.mark.keeps("SEC-30")
def test_everything_that_ships_is_made_up() -> None:
    """No ten-digit number that checks as an NHS number stands in what is shipped but those of the reserved range, and no
    postcode but ZZ99."""
    found = []
    for path in [*CODE, *(ROOT / "data").rglob("*.*"), *(ROOT / "tests").rglob("*.py")]:
        if path.suffix not in (".py", ".csv", ".toml", ".json"):
            continue
        text = path.read_text(encoding="utf-8")
        for number in re.findall(r"(?<![\d.a-f])\d{10}(?![\d.a-f])", text):
            is_pattern = number in ("0123456789", "4444444444")
            if _is_nhs_number(number) and not number.startswith("999") and not is_pattern:
                found.append(f"{path.relative_to(ROOT)}: {number}")
    assert found == []


def _is_nhs_number(digits: str) -> bool:
    check = 11 - sum(int(digit) * (10 - at) for at, digit in enumerate(digits[:9])) % 11
    return (0 if check == 11 else check) == int(digits[9])
