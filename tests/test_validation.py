"""Which typed rows are believable: dates to come, and what a rule that cannot run means."""

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from pipelines.intake.delivery import deliveries
from pipelines.intake.verdict import HELD
from schemas.finding import NOT_RUN
from schemas.missing_report import MissingReport
from schemas.rule import RULES, Rule
from tests.made_up_inbox import MISSING_MARCH, REFERRALS, Partnership, csv_bytes
from tests.test_conforming import codes, taken, with_cells

MONTH_END = date(2023, 3, 31)


@pytest.mark.parametrize(
    ("days", "found", "kept"),
    [(0, [], 1), (1, ["GEN05"], 1), (92, ["GEN05"], 1), (93, ["GEN11"], 0), (20 * 365, ["GEN11"], 0)],
)
def test_a_date_to_come_is_asked_about_and_one_that_cannot_have_come_sets_the_row_aside(
    days: int, found: list[str], kept: int
) -> None:
    day = f"{MONTH_END + timedelta(days=days):%d/%m/%Y}"
    tables = taken("mosaic", csv_bytes(with_cells(REFERRALS, cine_close_date=day, cine_close_reason="RC7")))
    assert codes(tables) == found
    assert tables.frames["mosaic.referral"].height == kept


@pytest.fixture
def broken_rule(monkeypatch: pytest.MonkeyPatch) -> str:
    """A rule of missing reports that cannot be evaluated, because it reads a column that is not there."""
    owner = f"{MissingReport.__module__}.{MissingReport.__name__}"
    key = (owner, "MIS02")
    good = RULES[key]
    values: dict[str, Any] = {**good.__dict__, "believable": lambda cls: pl.col("no_such_column") > 0}
    monkeypatch.setitem(RULES, key, Rule(**values))
    from schemas.table import rules

    rules.cache_clear()
    schema = MissingReport.to_schema()
    broken = next(check for check in schema.checks if check.name == "MIS02")
    monkeypatch.setattr(broken, "_check_fn", lambda data: data.lazyframe.select(pl.col("no_such_column") > 0))
    yield "MIS02"
    rules.cache_clear()


def test_a_rule_that_cannot_run_is_told_holds_the_delivery_and_lets_the_others_run(
    broken_rule: str, tmp_path: Any
) -> None:
    rows = [list(row) for row in MISSING_MARCH]
    rows[1][rows[0].index("LA Notified")] = "01/01/2023 00:00"  # before the report: MIS04 asks
    place = Partnership(tmp_path)
    place.drop_police("2023-03", rows)
    place.take_all()
    (delivery,) = deliveries(place.home).values()
    found = pl.read_parquet(place.home.rows / delivery.folder_name / "findings.parquet")
    told = found.filter(pl.col("code") == NOT_RUN.code)
    assert told["message"].to_list() == [NOT_RUN.message.format(rule=broken_rule)]
    assert "MIS04" in found["code"].to_list()
    assert delivery.verdict == HELD and "at least one could not be run" in delivery.reason
