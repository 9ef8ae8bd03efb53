"""Every fault that `--faults typical` plants is found where it stands, and nothing else is."""

import csv
import json

import polars as pl
import pytest

from pipelines.builds import Plan, Work
from pipelines.database import database, rows
from pipelines.home import Home
from pipelines.inbox import AGENCIES
from pipelines.intake import Delivery, Intake
from pipelines.settings import settings
from scorecards.period import Month
from sources.synthetic.sample import write_sample
from tests.made_up_partnership import LAST

Fault = dict[str, str]


@pytest.fixture(scope="module")
def partnership(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, list[Fault], list[Delivery]]:
    folder = tmp_path_factory.mktemp("faults")
    write_sample(
        folder / "inbox",
        first="2022-04",
        last=str(LAST),
        seed=0,
        scale=1,
        faults="typical",
        progress=None,
        truth=0,
    )
    place = Home(settings(inbox=folder / "inbox", home=folder / "home"))
    place.open()
    with place.ledger.writing():
        intake = Intake(place)
        for agency in AGENCIES:
            intake.take_agency(agency, LAST)
    with (folder / "inbox" / "truth" / "faults.csv").open(encoding="utf-8", newline="") as file:
        return place, list(csv.DictReader(file)), list(intake.deliveries.values())


def named(home: Home, delivery: Delivery) -> list[str]:
    names = home.store / f"{delivery.sha256}.json"
    return list(json.loads(names.read_text(encoding="utf-8")))


def of_file(home: Home, deliveries: list[Delivery], fault: Fault) -> Delivery:
    return next(
        each for each in deliveries if each.month == fault["month"] and fault["file"] in named(home, each)
    )


def findings(home: Home, delivery: Delivery) -> pl.DataFrame:
    return pl.read_parquet(home.rows / delivery.folder_name / "findings.parquet")


@pytest.mark.slow
def test_every_planted_row_is_set_aside_at_its_place(
    partnership: tuple[Home, list[Fault], list[Delivery]],
) -> None:
    home, faults, deliveries = partnership
    planted = [
        fault for fault in faults if "set aside" in fault["expected"] or "two equal" in fault["expected"]
    ]
    assert len(planted) >= 6
    for fault in planted:
        found = findings(home, of_file(home, deliveries, fault))
        here = found.filter((pl.col("row_number") == int(fault["row"])) & (pl.col("severity") == "reject"))
        if fault["kind"] == "duplicate row":
            assert here.height or found.filter(pl.col("code") == "GEN04").height == 1, fault
        else:
            assert fault["column"] in here["column"].to_list(), fault


@pytest.mark.slow
def test_every_unusable_file_is_refused_in_words_and_no_other(
    partnership: tuple[Home, list[Fault], list[Delivery]],
) -> None:
    home, faults, deliveries = partnership
    wanted = {fault["file"] for fault in faults if "refused" in fault["expected"]}
    refused = [each for each in deliveries if each.verdict == "refused"]
    assert {name for each in refused for name in named(home, each)} == wanted
    assert all(each.reason.startswith("Expected") for each in refused)


@pytest.mark.slow
def test_nothing_is_found_that_was_not_planted(
    partnership: tuple[Home, list[Fault], list[Delivery]],
) -> None:
    home, faults, deliveries = partnership
    planted = {
        (name, int(fault["row"]))
        for fault in faults
        for name in [fault["file"]]
        if fault["row"] and int(fault["row"])
    }
    found = {
        (named(home, each)[0], row)
        for each in deliveries
        if each.verdict == "accepted"
        for row in findings(home, each).filter(pl.col("severity") != "note")["row_number"].to_list()
    }
    # A duplicate may be named at either of its two rows.
    assert len(found - planted) <= 1
    unmatched = next(fault for fault in faults if "not matched" in fault["expected"])
    build = Work(Plan(home, Month.parse(unmatched["month"]))).finish()
    with database(build, read_only=True) as connection:
        assert rows(connection, "select count(*) from checks.interviews_without_report")[0][0] == 1


@pytest.mark.slow
def test_the_later_file_of_the_month_counts(
    partnership: tuple[Home, list[Fault], list[Delivery]],
) -> None:
    home, faults, deliveries = partnership
    draft = next(fault for fault in faults if fault["kind"] == "resubmission")
    kept = of_file(home, deliveries, draft)
    in_force = {part.delivery.delivery_id for part in Plan(home, LAST).force}
    assert kept.verdict == "accepted" and kept.delivery_id not in in_force
