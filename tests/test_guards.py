"""Nobody switches the rules off without being told, and a row that is wrong on purpose is found in every run."""

import subprocess
import sys
from dataclasses import replace

import polars as pl
import pytest

from pipelines.boundary import Stopped
from pipelines.guards import check_canary, check_switches
from pipelines.settings import ROOT
from schemas.cin_plan import CinPlan
from schemas.table import rules
from tests.made_up_inbox import Partnership


@pytest.mark.keeps("P13")
@pytest.mark.parametrize(
    ("name", "value", "is_harmless"),
    [
        ("PANDERA_VALIDATION_ENABLED", "False", False),
        ("PANDERA_VALIDATION_ENABLED", "0", False),
        ("PANDERA_VALIDATION_ENABLED", "True", True),
        ("PANDERA_VALIDATION_DEPTH", "SCHEMA_ONLY", False),
        ("PANDERA_VALIDATION_DEPTH", "DATA_ONLY", False),
        ("PANDERA_VALIDATION_DEPTH", "SCHEMA_AND_DATA", True),
        ("PANDERA_USE_NARWHALS_BACKEND", "True", False),
    ],
)
def test_a_variable_that_weakens_the_rules_stops_the_run(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, is_harmless: bool
) -> None:
    monkeypatch.setenv(name, value)
    if is_harmless:
        check_switches()
    else:
        with pytest.raises(Stopped, match=f"Remove {name}"):
            check_switches()


def test_the_canary_passes_where_rules_are_in_force() -> None:
    check_canary.cache_clear()
    check_canary()


@pytest.mark.keeps("P13")
@pytest.mark.parametrize(
    "variable", ["PANDERA_VALIDATION_ENABLED=False", "PANDERA_VALIDATION_DEPTH=SCHEMA_ONLY"]
)
def test_the_canary_finds_rules_that_do_not_bite(variable: str) -> None:
    name, value = variable.split("=")
    program = f"import os; os.environ[{name!r}] = {value!r}; from pipelines.guards import check_canary; check_canary()"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode and "CNP01" in done.stderr.splitlines()[-1]


@pytest.mark.keeps("P13")
def test_the_canary_finds_a_rule_that_is_never_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CinPlan, "validate", lambda frame, **how: frame)
    check_canary.cache_clear()
    with pytest.raises(Stopped, match="wrong on purpose"):
        check_canary()
    monkeypatch.undo()
    check_canary.cache_clear()
    check_canary()


@pytest.mark.keeps("P13")
def test_the_canary_finds_a_rule_that_lets_everything_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    blunt = replace(rules(CinPlan)["CNP01"], believable=lambda table: pl.col("plan_id").is_not_null())
    monkeypatch.setitem(rules(CinPlan), "CNP01", blunt)
    check_canary.cache_clear()
    with pytest.raises(Stopped, match="CNP01"):
        check_canary()
    monkeypatch.undo()
    check_canary.cache_clear()
    check_canary()


@pytest.mark.keeps("P13")
def test_a_refresh_with_rules_switched_off_takes_nothing_in(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from pipelines.cli import app

    place = Partnership(tmp_path_factory.mktemp("guards"))
    place.drop_everything()
    place.home.open()
    monkeypatch.setenv("PANDERA_VALIDATION_ENABLED", "False")
    done = CliRunner().invoke(app, ["refresh", *place.options])
    assert done.exit_code == 2 and "PANDERA_VALIDATION_ENABLED" in done.output
    assert not place.home.ledger.of("delivered")
