"""Every fault that `--faults typical` plants is found where it stands, and nothing else is: recall and precision.

Most of the faults are drawn by the seed from a catalogue that was not written from the rules.
"""

import csv
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import pytest

from pipelines.builds import Plan, Work
from pipelines.database import database, rows
from pipelines.home import Home
from pipelines.intake.delivery import Delivery
from pipelines.intake.inbox import AGENCIES
from pipelines.intake.intake import Intake
from pipelines.intake.staging import names_of
from pipelines.intake.verdict import HELD, REFUSED
from pipelines.settings import settings
from sources.synthetic.fault_catalogue import CLASSES
from sources.synthetic.faults import HELD as FILE_HELD
from sources.synthetic.faults import IGNORED, READ, SET_ASIDE, TOLD
from sources.synthetic.sample import write_sample
from tests.made_up_partnership import LAST

Fault = dict[str, str]
FIXED = 12
"""The kinds that are planted in every sample."""


@dataclass
class Sample:
    """A sample with planted faults, taken in: what was planted and what was found."""

    home: Home
    faults: list[Fault]
    deliveries: list[Delivery]
    names: dict[str, list[str]] = field(default_factory=dict)

    def of_file(self, fault: Fault) -> Delivery:
        """The delivery of the file in which a fault was planted."""
        return next(
            each
            for each in self.deliveries
            if each.month == fault["month"] and fault["file"] in self.named(each)
        )

    def named(self, delivery: Delivery) -> list[str]:
        """The names under which a delivery came."""
        return names_of(self.home.store, delivery.sha256)

    def name(self, delivery: Delivery) -> str:
        """The name of a delivery's file; of the names of equal bytes the one under which a fault was planted."""
        planted = {fault["file"] for fault in self.faults if fault["month"] == delivery.month}
        names = self.named(delivery)
        return next((name for name in names if name in planted), names[0])

    def findings(self, delivery: Delivery) -> pl.DataFrame:
        """What was found in a delivery."""
        return pl.read_parquet(self.home.rows / delivery.folder_name / "findings.parquet")

    def is_found(self, fault: Fault) -> bool:
        """Whether a planted fault got what the list of faults says it must get."""
        delivery, row = self.of_file(fault), int(fault["row"])
        expected = fault["expected"]
        if "refused" in expected:
            return delivery.verdict == REFUSED and delivery.reason.startswith("Expected")
        if expected == FILE_HELD:
            return delivery.verdict == HELD and "scorecard release" in delivery.reason
        if fault["kind"] in ("resubmission", "no such report"):
            return delivery.is_usable  # what becomes of these is tested below
        found = self.findings(delivery)
        if fault["sheet"]:
            found = found.filter(pl.col("sheet") == fault["sheet"])
        here = found.filter((pl.col("row_number") == row) & (pl.col("severity") == "reject"))
        if expected == SET_ASIDE:
            return here.height > 0 and (not fault["column"] or fault["column"] in here["column"].to_list())
        if fault["kind"] == "duplicate row":
            return here.height > 0 or found.filter(pl.col("code") == "GEN04").height == 1
        counted = found.filter(pl.col("row_number").is_null() & (pl.col("column") == fault["column"]))
        if expected == TOLD:
            return here.is_empty() and counted.height == 1 and "1 row" in counted["message"][0]
        if expected == IGNORED:
            return here.is_empty() and sum(part["ignored"].get("total", 0) for part in delivery.parts) == 1
        return expected == READ and here.is_empty()

    def alarms(self) -> set[tuple[str, int]]:
        """The rows (file, row) of which something worse than a note was said, and whole files held or refused."""
        found = {(self.name(each), 0) for each in self.deliveries if each.verdict in (HELD, REFUSED)}
        for each in (each for each in self.deliveries if each.is_usable):
            asked = self.findings(each).filter(
                (pl.col("severity") != "note") & pl.col("row_number").is_not_null()
            )
            found |= {(self.name(each), row) for row in asked["row_number"].to_list()}
        return found


def sample(folder: Path, seed: int) -> Sample:
    inbox = folder / "inbox"
    write_sample(
        inbox, first="2022-10", last=str(LAST), seed=seed, scale=1, faults="typical", progress=None, truth=0
    )
    place = Home(settings(inbox=inbox, home=folder / "home"))
    place.open()
    with place.ledger.writing():
        intake = Intake(place)
        for agency in AGENCIES:
            intake.take_agency(agency, LAST)
    with (inbox / "truth" / "faults.csv").open(encoding="utf-8", newline="") as file:
        return Sample(place, list(csv.DictReader(file)), list(intake.deliveries.values()))


@pytest.fixture(scope="module", params=[0, 7])
def partnership(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return sample(tmp_path_factory.mktemp("faults"), request.param)


@pytest.mark.slow
def test_every_planted_fault_is_found_and_nothing_else(
    partnership: Sample, capsys: pytest.CaptureFixture[str]
) -> None:
    missed = [fault for fault in partnership.faults if not partnership.is_found(fault)]
    # a duplicate may be named at either of its two rows
    twice = {fault["file"] for fault in partnership.faults if fault["kind"] == "duplicate row"}
    planted = {(fault["file"], int(fault["row"])) for fault in partnership.faults}
    false = {(file, row) for file, row in partnership.alarms() - planted if file not in twice}
    recall = 1 - len(missed) / len(partnership.faults)
    precision = 1 - len(false) / max(1, len(partnership.alarms()))
    with capsys.disabled():
        kinds = len({fault["kind"] for fault in partnership.faults})
        print(
            f"\n{len(partnership.faults)} faults of {kinds} kinds planted, {len(missed)} missed, {len(false)} false "
            f"alarms: recall {recall:.0%}, precision {precision:.0%}"
        )
    assert missed == []
    assert false == set()


@pytest.mark.slow
def test_more_than_half_of_the_kinds_are_drawn(partnership: Sample) -> None:
    drawn = {fault["kind"] for fault in partnership.faults} & {each.name for each in CLASSES}
    assert len(drawn) > FIXED
    assert 2 * len(drawn) > len({fault["kind"] for fault in partnership.faults})


@pytest.mark.slow
def test_an_interview_without_a_report_is_found_between_agencies(partnership: Sample) -> None:
    build = Work(Plan(partnership.home, LAST)).finish()
    with database(build, read_only=True) as connection:
        assert rows(connection, "select count(*) from checks.interviews_without_report")[0][0] == 1


@pytest.mark.slow
def test_the_later_file_of_the_month_counts_and_a_held_one_does_not(partnership: Sample) -> None:
    in_force = {part.delivery.delivery_id for part in Plan(partnership.home, LAST).force}
    draft = next(fault for fault in partnership.faults if fault["kind"] == "resubmission")
    kept = partnership.of_file(draft)
    assert kept.is_usable and kept.delivery_id not in in_force
    for fault in (each for each in partnership.faults if each["expected"] == FILE_HELD):
        assert partnership.of_file(fault).delivery_id not in in_force
