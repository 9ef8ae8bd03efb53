"""A new key leaves no pseudonym of the old one, the same figures, and people's decisions in force; a kill is finished."""

import os
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from pipelines.builds import Plan, Work, build_path
from pipelines.home import Home
from pipelines.intake.deciding import NotDecided
from pipelines.keeping.rotation import rotate
from pipelines.review.decisions import decide, decisions
from pipelines.review.issues import issues
from pipelines.verifying.verified import verified
from sources.pseudonym import Pseudonyms
from tests.made_up_inbox import AUTHORITY, MARCH, MISSING_MARCH, MOSAIC, Partnership, every_value
from tests.test_forget import found_in


@pytest.fixture
def place(tmp_path: Path) -> Partnership:
    made = Partnership(tmp_path)
    wrong = [[("next week" if cell == "04/03/2023 21:00" else cell) for cell in row] for row in MISSING_MARCH]
    made.drop_police("2023-03", wrong)
    made.drop_mosaic("2023-03", {"ssd_person": MOSAIC["ssd_person"]})
    made.look()
    home = made.home
    with home.ledger.writing():
        Work(Plan(home, MARCH)).finish()
    return made


def pseudonyms(key: bytes) -> list[str]:
    made = Pseudonyms(key=key, authority=AUTHORITY)
    return [
        *made.of("person", pl.Series(["0012", "0013", "0014"])),
        *made.of("nominal", pl.Series(["N1", "N3"])),
    ]


@pytest.mark.keeps("SEC-10")
@pytest.mark.slow
def test_no_pseudonym_of_the_old_key_is_left_and_the_figures_are_the_same(place: Partnership) -> None:
    home = place.home
    old, lines, values = home.key(), home.ledger.path.read_bytes(), every_value(build_path(home, MARCH))
    (issue,) = issues(home, MARCH).filter(
        pl.col("rule").str.starts_with("GEN"), pl.col("column") == "Reported Missing"
    )["issue"]
    with home.ledger.writing() as ledger:
        decide(
            ledger, "waived", [issue], reason="known", by="A", until=date(2023, 9, 30), on=date(2023, 3, 31)
        )
        lines = ledger.path.read_bytes()
    assert found_in(home.folder, pseudonyms(old))
    done = rotate(place.home, by="A. Person", reason="somebody left")
    assert (done.deliveries, done.builds, done.carried, done.dropped) == (2, 1, 1, 0)
    home = place.home
    assert home.key() != old
    assert found_in(home.folder, pseudonyms(old)) == []
    assert every_value(build_path(home, MARCH)) == values
    assert home.ledger.path.read_bytes().startswith(lines)
    assert verified(home).faults == []
    assert home.settings.key.with_name(done.old_key).read_bytes() == old
    assert oct(home.settings.key.stat().st_mode)[-3:] == "600"
    renamed = decisions(home.ledger.records)[-1].issues
    assert renamed != (issue,) and set(renamed) <= set(issues(home, MARCH)["issue"])


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["before the ledger", "before the key", "before the swap"])
def test_a_kill_leaves_the_old_key_or_is_finished_by_a_refresh(
    place: Partnership, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    old, values = place.home.key(), every_value(build_path(place.home, MARCH))
    replace, done = os.replace, []

    def killed(source: object, target: object) -> None:
        name = Path(str(target)).name
        stops = {
            "before the ledger": "ledger.jsonl",
            "before the key": "home.key",
            "before the swap": "old rows",
        }
        if name == stops[moment]:
            done.append(name)
            raise KeyboardInterrupt
        replace(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        rotate(place.home, by="A", reason="B")
    monkeypatch.undo()
    assert done
    home = place.home
    assert (home.key() == old) is (moment == "before the ledger")
    place.refresh()
    assert every_value(build_path(place.home, MARCH)) == values
    assert verified(place.home).faults == []


@pytest.mark.slow
def test_a_rotation_needs_somebody_and_a_reason(place: Partnership) -> None:
    with pytest.raises(NotDecided):
        rotate(place.home, by=" ", reason="B")
    assert isinstance(place.home, Home) and not place.home.ledger.of("rotated")
