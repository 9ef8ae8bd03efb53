"""Bad files of every class: each gets what is right for it, nobody else is troubled, and nothing of it leaks.

The everyday run tries a third of the kinds of change, on two sources; the whole of it is behind `slow`.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zlib import crc32

import polars as pl
import pytest

from pipelines.intake.children import Readers
from schemas.table import TableModel, columns
from sources.catalogue import AGENCIES, sources
from tests.bad_input.case import SECRET, Case
from tests.bad_input.catalogue import every_case
from tests.bad_input.fuzz import CHECKED, LINED, endings, good_files, patient
from tests.bad_input.good import every_source
from tests.bad_input.trial import Found, Trial, _values
from tests.test_leaks import files, leaks

EVERYDAY = ("police.missing_report", "workforce.post")


def once_each(cases: Iterator[Case]) -> list[Case]:
    """The good files, and a third of the kinds of change, each the first time that it comes."""
    seen: set[tuple[str, str]] = set()
    kept = []
    for case in cases:
        kind = (case.group, case.name)
        if case.group == "A" or (kind not in seen and crc32(case.name.encode()) % 3 == 0):
            kept.append(case)
            seen.add(kind)
    return kept


@pytest.fixture(
    scope="module",
    params=[
        pytest.param("everyday", marks=pytest.mark.sampled),
        pytest.param("everything", marks=pytest.mark.slow),
    ],
)
def trial(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Trial:
    cases = once_each(every_case(*EVERYDAY)) if request.param == "everyday" else list(every_case())
    return Trial(tmp_path_factory.mktemp("trial"), cases)


def test_every_bad_file_gets_what_is_right_for_it(trial: Trial) -> None:
    wrong = [
        f"{each.case.words}: expected {sorted(each.case.must)}; found {sorted(each.outcomes)} ({each.words})"
        for each in trial.found
        if not each.is_as_expected
    ]
    assert wrong == []


def test_no_value_is_lost_or_changed_without_a_word(trial: Trial) -> None:
    assert [each.case.words for each in trial.found if each.is_silent] == []


@pytest.mark.keeps("P7")
def test_the_good_files_beside_them_are_read_as_ever(trial: Trial) -> None:
    assert trial.others() == []


@pytest.mark.keeps("P4")
def test_every_row_is_accepted_set_aside_or_ignored_by_name(trial: Trial) -> None:
    assert trial.unequal_counts() == []


@pytest.mark.keeps("P8")
def test_nothing_of_a_bad_file_is_anywhere_but_in_the_store(trial: Trial) -> None:
    """Except the spellings that no list knows, which people have to see to teach them, and names of teams and places,
    which are kept with their rows: a row of words under a table of names is such a name."""
    home = trial.loud.home
    tables = {source.name: source.table for agency in AGENCIES for source in sources(agency)}
    below = [
        path
        for path in files(home.folder)
        if not path.is_relative_to(home.store) and path.name != "unknown.parquet"
    ]
    kept: dict[str, list[Path]] = {}
    for path in below:
        kept.setdefault(path.stem, []).append(path)
    findings = kept.pop("findings")
    rows = {name: kept.pop(name) for name in tables if name in kept}
    assert rows
    assert [name for name, paths in rows.items() if SECRET in str(_without_names(paths, tables[name]))] == []
    # thousands of small files of one form: what they hold is read at once
    assert SECRET not in pl.read_parquet(findings).write_json()
    assert not any(SECRET.encode() in path.read_bytes() for path in findings)
    assert leaks([path for paths in kept.values() for path in paths], SECRET) == []
    assert files(home.staging) == []


def _without_names(paths: list[Path], table: TableModel) -> list[tuple[Any, ...]]:
    names = [name for name, column in columns(table).items() if column.kind == "text"]
    return pl.read_parquet(paths).drop(names).rows()


def test_mutants_are_made_of_every_source() -> None:
    with_rows = {source.name for source in every_source()}
    assert with_rows == {each.name for agency in AGENCIES for each in sources(agency)} - {
        "health.health_return"
    }


GOOD = [("a", 1), ("b", 2), ("c", None)]


@pytest.mark.parametrize(
    ("here", "words"),
    [
        (GOOD, "equal"),
        ([GOOD[0], GOOD[2]], "set aside"),
        ([GOOD[0], ("b", 3), GOOD[2]], "changed"),
        ([GOOD[0], ("b", None), GOOD[2]], "blank"),
        ([GOOD[0], ("b", "x"), GOOD[2]], "kept"),
        ([GOOD[0], GOOD[1]], "others changed"),
        ([GOOD[0], GOOD[1], ("c", 1)], "others changed"),
        ([*GOOD, ("d", 4)], "changed"),
    ],
)
def test_the_judge_sees_what_happened(here: list[tuple[object, ...]], words: str) -> None:
    case = Case(
        group="V", name="", source="", file="", data=b"", must=frozenset(), rows=frozenset({1}), written="x"
    )
    assert _values(case, list(GOOD), Counter(here), 1) == words


def test_a_value_changed_without_a_word_is_silent() -> None:
    case = Case(group="V", name="", source="", file="", data=b"", must=frozenset({"set aside"}))
    assert Found(case=case, outcomes=frozenset(), words="").is_silent


@pytest.fixture(scope="module")
def readers() -> Iterator[Readers]:
    made = patient()
    yield made
    made.stop()


@pytest.mark.parametrize(
    "count", [pytest.param(60, marks=pytest.mark.sampled), pytest.param(2_000, marks=pytest.mark.slow)]
)
@pytest.mark.parametrize("form", [*CHECKED, *LINED, "xls"])
def test_random_damage_is_refused_or_changes_nothing(
    form: str, count: int, tmp_path: Path, readers: Readers
) -> None:
    found = endings(form, good_files()[form], count, 2, tmp_path, readers)
    assert sum(found.values()) > 0.9 * count
    if form != "xls":  # it has no checksums: only that reading ends is asked of it
        assert found["changed"] == 0
    if form in CHECKED:
        assert found["told"] + found["local"] == 0
