"""Whether agencies' files came in time and how good they were, told from the ledger alone."""

from dataclasses import replace
from datetime import date

import polars as pl

from pipelines.builds import Plan, Work
from pipelines.database import database
from pipelines.database import rows as query
from pipelines.home import Home
from pipelines.review.catalogue import notes
from pipelines.status.punctuality import agency_reports, agency_returns
from scorecards.period import Month
from tests.made_up_inbox import FEBRUARY, MARCH, MISSING, MISSING_FEBRUARY, MISSING_MARCH, Partnership, figure


def redated(place: Partnership, opened: str, *days: str) -> Home:
    """The home as if it had been opened and its files taken in on these days."""
    home, given = place.home, iter(days)
    home.ledger.__dict__["records"] = [
        replace(record, at=f"{opened if record.event == 'opened' else next(given)}T09:00:00+00:00")
        for record in home.ledger.records
    ]
    return home


def punctual(found: pl.DataFrame) -> list[tuple[str, date, date, date | None]]:
    return found.select("agency", "month_start", "due_on", "accepted_on").rows()


def test_what_came_by_the_due_day_is_in_time(place: Partnership) -> None:
    place.drop_police("2023-02", MISSING_FEBRUARY)
    place.look()
    place.drop_police("2023-03", MISSING_MARCH)
    place.look()
    # eight working days after February and after March; Good Friday and Easter Monday are none
    due = {FEBRUARY: date(2023, 3, 10), MARCH: date(2023, 4, 14)}
    home = redated(place, "2023-03-01", "2023-03-10", "2023-04-15")
    assert punctual(agency_returns(home, MARCH)) == [
        ("Police", date(2023, 2, 1), due[FEBRUARY], date(2023, 3, 10)),
        ("Police", date(2023, 3, 1), due[MARCH], date(2023, 4, 15)),
    ]
    # not due when the home was opened: nobody watched February
    home = redated(place, "2023-03-11", "2023-03-12", "2023-04-14")
    assert punctual(agency_returns(home, MARCH)) == [
        ("Police", date(2023, 3, 1), due[MARCH], date(2023, 4, 14))
    ]
    assert agency_returns(home, FEBRUARY).is_empty()


def test_an_agency_that_the_settings_name_is_expected_before_it_ever_came(place: Partnership) -> None:
    place.settings_file.write_text(
        place.settings_file.read_text().replace('until = "2023-03"', 'health = 1\nuntil = "2023-02"')
    )
    place.look()
    assert punctual(agency_returns(redated(place, "2023-01-01"), MARCH)) == [
        ("Health providers", date(2023, 1, 1), date(2023, 2, 1), None),
        ("Health providers", date(2023, 2, 1), date(2023, 3, 1), None),
    ]


def test_the_indicators_read_it(place: Partnership) -> None:
    place.drop_police("2023-02", MISSING_FEBRUARY)
    place.drop_police("2023-03", [*MISSING_MARCH, ["", *MISSING_MARCH[1][1:]]])
    place.look()
    home = redated(place, "2023-03-31", "2023-04-03", "2023-04-04")
    path = Work(Plan(home, MARCH)).finish()
    assert figure(path, "PA04", "month:2023-03") == (1, 1, 100, "ok")
    assert (
        figure(path, "PA04", "month:2023-01")[3] == "not_supplied"
    )  # it had been due before anybody watched
    # the row without a reference was set aside
    rows, aside = len(MISSING_MARCH), 1
    usable, all_rows, _, state = figure(path, "DQ01", "month:2023-03")
    reports = agency_reports(home, Month.parse("2023-03"))
    report = reports.filter(pl.col("rule").is_null()).row(-1, named=True)
    assert (report["records"], report["set_aside"]) == (rows, aside)
    assert (all_rows, state) == (rows, "ok")
    assert usable == rows - aside - report["queried"] / 2
    # the row without a reference broke one rule, which no row of February did
    missing = reports.filter(pl.col("rule") == "GEN03").select("month_start", "records", "broken").rows()
    assert missing == [(FEBRUARY.first_day, len(MISSING_FEBRUARY) - 1, 0), (MARCH.first_day, rows, 1)]
    assert not {rule for rule in reports["rule"].to_list() if rule} & notes()
    assert {"NRM08", "NRM11", "MIS02"} <= notes()
    by_rule = """
        select cast(numerator as integer), cast(denominator as integer) from scorecard.value
        where indicator = 'DQ01' and period_id = 'month:2023-03' and breakdown = 'rule' and category = 'GEN03'"""
    with database(path, read_only=True) as connection:
        assert query(connection, by_rule) == [(rows - 1, rows)]
    assert len(MISSING) == 1
