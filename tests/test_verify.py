"""`verify` says "sound" of a home as it was left, and of every change what it is and what to do."""

# ruff: noqa: F811  (fixtures are taken from tests.kept_home)

import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest

from pipelines.builds import BUILT, Plan, current
from pipelines.home import Home, HomeNotReady
from pipelines.intake import expecting
from pipelines.ledger import Ledger
from pipelines.verifying.verified import Verified, verified
from scorecards.period import Month
from tests.kept_home import DELIVERIES, copy, kept  # noqa: F401
from tests.made_up_inbox import Partnership


def files(home: Home) -> list[Path]:
    return sorted(path for path in home.folder.rglob("*") if path.is_file() and path.suffix != ".lock")


def flip(path: Path, place: int) -> None:
    """Turn one bit over."""
    data = bytearray(path.read_bytes())
    data[place] ^= 1 << (place % 8)
    path.write_bytes(bytes(data))


def told(home: Home) -> Verified:
    return verified(Home(home.settings))


def test_a_home_as_it_was_left_is_sound(kept: Partnership) -> None:
    found = told(kept.home)
    assert found.faults == []
    assert found.counts["delivered files"] == DELIVERIES
    assert found.counts["deliveries with rows"] == DELIVERIES
    assert found.counts["builds"] == 1
    assert found.counts["audit lines"] == 3
    assert found.counts["ledger lines"] == len(kept.home.ledger.records)


def test_a_home_that_was_never_set_up_is_not_called_sound(tmp_path: Path) -> None:
    with pytest.raises(HomeNotReady, match="scorecard init"):
        verified(Partnership(tmp_path).home)


KINDS = (
    "ledger.jsonl", "audit.jsonl", "store/*[!n]", "rows/*/*person.parquet", "builds/*/*.duckdb", "builds/*/current.json",
    "review/*/*.html",
)  # fmt: skip


def test_one_bit_turned_over_in_a_file_shows_in_its_place(copy: Home) -> None:
    chance = random.Random(7)
    for path in (_one(copy, kind) for kind in KINDS):
        before = path.read_bytes()
        flip(path, chance.randrange(len(before)))
        found = told(copy)
        assert not found.is_sound, path
        name = path.relative_to(copy.folder).as_posix()
        stem = path.stem.split(".")[0]
        assert any(fault.place == name or stem in fault.place for fault in found.faults), (path, found.faults)
        assert all(fault.remedy for fault in found.faults)
        path.write_bytes(before)
    assert told(copy).is_sound


LEADING = ("*.jsonl", "current.json", "review/*/*.json", "*.duckdb")
"""What other files are known by: damaged, it is all that is told."""


@pytest.mark.slow
def test_one_bit_turned_over_anywhere_in_any_file_shows(copy: Home) -> None:
    """Every file, at both ends and in two regions between: what leads to others by itself, the rest all at once."""
    chance = random.Random(11)
    leading = [path for path in files(copy) if any(path.match(pattern) for pattern in LEADING)]
    rest = [path for path in files(copy) if path not in leading]
    assert len(leading) > 2 and len(rest) > 10
    for together in ([path] for path in leading):
        for region in range(4):
            with _flipped(together, region, chance):
                assert not told(copy).is_sound, (together, region)
    for region in range(4):
        with _flipped(rest, region, chance):
            places = [fault.place for fault in told(copy).faults]
            names = {path: path.relative_to(copy.folder).as_posix() for path in rest}
            silent = [
                name
                for path, name in names.items()
                if not any(place == name or path.stem.split(".")[0] in place for place in places)
            ]
            assert silent == [], region


@contextmanager
def _flipped(paths: list[Path], region: int, chance: random.Random) -> Iterator[None]:
    """Each file with one bit turned over: its first byte's, one's of the first half or of the second, its last byte's."""
    before = {path: path.read_bytes() for path in paths}
    for path, data in before.items():
        middle = len(data) // 2
        halves = (range(middle), range(middle, len(data)))
        flip(path, (0, *(chance.choice(half or range(1)) for half in halves), len(data) - 1)[region])
    try:
        yield
    finally:
        for path, data in before.items():
            path.write_bytes(data)


def _one(home: Home, pattern: str) -> Path:
    return sorted(home.folder.glob(pattern))[0]


def _cut(path: Path, by: int) -> None:
    path.write_bytes(path.read_bytes()[:-by])


SPOILT: dict[str, tuple[Callable[[Home], object], str, str]] = {
    "a ledger line cut short": (lambda home: _cut(Ledger(home.folder).path, 20), "ledger.jsonl", "cut short"),
    "a ledger line cut off": (
        lambda home: _cut(Ledger(home.folder).path, len(Ledger(home.folder).lines()[-1]) + 1),
        "ledger.jsonl",
        "now it has",
    ),
    "an audit line cut short": (lambda home: _cut(home.folder / "audit.jsonl", 9), "audit.jsonl", "cut short"),
    "a delivered file missing": (lambda home: _one(home, "store/*[!n]").unlink(), "store/", "missing"),
    "a stranger in the store": (
        lambda home: (home.store / ("ab" * 32)).write_bytes(b"x"), "store/abab", "No line of the ledger",
    ),
    "a file of rows missing": (lambda home: _one(home, "rows/*/*person.parquet").unlink(), "rows/", "missing"),
    "a folder of rows missing": (lambda home: shutil.rmtree(_one(home, "rows/*")), "rows/", "missing"),
    "a stranger among rows": (lambda home: (_one(home, "rows/*") / "more.parquet").write_bytes(b"x"), "rows/", "not of ours"),
    "the build missing": (lambda home: _one(home, "builds/*/*.duckdb").unlink(), "builds/2023-03/", "missing"),
    "the pointer missing": (lambda home: _one(home, "builds/*/current.json").unlink(), "builds/2023-03/", "missing"),
    "a review's file missing": (lambda home: _one(home, "review/*/*.html").unlink(), "review/2023-03/", "missing"),
    "an unfinished file": (lambda home: (home.builds / ".x.part").write_bytes(b"x"), "builds/.x.part", "unfinished"),
    "a staged file": (
        lambda home: (home.staging.mkdir(exist_ok=True), (home.staging / "a.staged").write_bytes(b"x")),
        "staging/a.staged",
        "unfinished",
    ),
    "no key": (lambda home: home.settings.key.unlink(), "key", "found none"),
    "another key": (lambda home: home.settings.key.write_bytes(os.urandom(32)), "key", "found another"),
}  # fmt: skip


@pytest.mark.parametrize("spoil", SPOILT)
def test_what_is_missing_strange_or_cut_is_told(copy: Home, spoil: str) -> None:
    spoilt, place, words = SPOILT[spoil]
    spoilt(copy)
    found = told(copy)
    assert any(fault.place.startswith(place) and words in fault.words for fault in found.faults), found.faults


def test_a_changed_audit_line_is_told(copy: Home) -> None:
    path = copy.folder / "audit.jsonl"
    lines = path.read_text().splitlines()
    changed = json.loads(lines[1])
    changed["facts"]["facts"]["rows"] = 200
    lines[1] = json.dumps(changed, sort_keys=True, separators=(",", ":"))
    path.write_text("".join(f"{line}\n" for line in lines))
    (fault,) = told(copy).faults
    assert fault.place == "audit.jsonl" and "Line 2" in fault.words


def test_rows_that_were_swapped_for_others_of_the_same_count_show(copy: Home) -> None:
    import polars as pl

    path = _one(copy, "rows/*/*person.parquet")
    pl.read_parquet(path).with_columns(sex=pl.lit("F")).write_parquet(
        path, compression="lz4", statistics=False
    )
    assert [fault.words for fault in told(copy).faults] == ["A file of rows is changed."]


def test_a_build_of_before_is_held_against_what_the_ledger_says_it_held(copy: Home) -> None:
    build = _one(copy, "builds/*/*.duckdb")
    before = build.with_name("0123456789ab.duckdb")
    shutil.copyfile(build, before)
    (line,) = copy.ledger.of(BUILT)
    with copy.ledger.writing() as ledger:
        ledger.append(
            BUILT, **{**line.facts, "build": before.stem, "sha256": "made again: other bytes, same rows"}
        )
    found = told(copy)
    assert found.is_sound and found.counts["superseded builds"] == 1
    with duckdb.connect(str(before)) as connection:
        connection.execute("update core.child set sex = 'M' where sex = 'F'")
    (fault,) = told(copy).faults
    assert (fault.place, fault.words) == (
        f"builds/2023-03/{before.name}",
        "A build of before the present one was changed.",
    )
    assert fault.remedy == "Remove it: nothing rests on it."


def test_the_page_of_expectations_is_known_by_the_verdicts_it_was_made_from(
    copy: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SCORECARD_EXPECTATIONS", raising=False)
    monkeypatch.setattr(
        expecting, "verdicts", lambda asked: {"verdicts": []} if asked["measured"] else {"not_run": ""}
    )
    month = Month.parse("2023-03")
    expecting.expected(copy, month)
    page = copy.folder / "review" / str(month) / expecting.page_name(month)
    assert page.exists() and told(copy).is_sound
    page.write_bytes(page.read_bytes() + b" ")
    assert any(fault.place.endswith(page.name) for fault in told(copy).faults)


@pytest.mark.keeps("P11")
@pytest.mark.parametrize("how", ["a bit", "an end"])
def test_a_damaged_pointer_names_no_build_and_the_month_is_built_again(copy: Home, how: str) -> None:
    path = _one(copy, "builds/*/current.json")
    whole = path.read_bytes()
    for place in random.Random(1).sample(range(len(whole)), 40):
        flipped = whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :]
        path.write_bytes(flipped if how == "a bit" else whole[:place])
        assert current(copy, Month.parse("2023-03")) is None
        assert not Plan(copy, Month.parse("2023-03")).is_current
