"""A delivery's verdict: what is held and why, what a person may decide, and what the face of the scorecard says."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.intake import deciding
from pipelines.intake.delivery import Delivery, deliveries
from pipelines.intake.force import in_force
from pipelines.intake.verdict import ACCEPTED, HELD, QUERIED, REFUSED, judged
from pipelines.status.shortfall import shortfalls
from scorecards.notes import status
from scorecards.page import page
from scorecards.period import Month
from tests.made_up_inbox import MARCH, MISSING, Partnership, Rows
from tests.made_up_scorecard import made_up_scorecard

JULY, AUGUST = "2022-07", "2022-08"


def reports(month: str, count: int, **cells: Any) -> Rows:
    """A month's missing reports, spread over its days."""
    first = Month.parse(month)
    rows = []
    for number in range(count):
        day = f"{number % 28 + 1:02d}/{first.first_day:%m/%Y}"
        row = dict(zip(MISSING[0], [f"{month}-{number}", f"N{number}", "", "01/05/2010", "F", f"{day} 20:15",
                                    f"{day} 23:40", "Medium", "Home", "", ""], strict=True))  # fmt: skip
        rows.append(list((row | cells).values()))
    return [*MISSING, *rows]


def taken(place: Partnership, month: str, table: Rows) -> Delivery:
    """The delivery of the police's month after it was taken in."""
    place.drop_police(month, table)
    place.take_all()
    return [each for each in deliveries(place.home).values() if each.month == month][-1]


def test_a_usual_month_is_accepted_and_every_row_accounted_for(place: Partnership) -> None:
    for month in ("2022-05", "2022-06", JULY):
        delivery = taken(place, month, reports(month, 50))
        assert (delivery.verdict, delivery.reason) == (ACCEPTED, "")
        part = next(each for each in delivery.parts if each["source"] == "police.missing_report")
        assert (part["accepted"], part["set_aside"]) == (50, 0)
        # three rows of titles, the headings and the total
        assert part["rows"] == part["accepted"] + part["set_aside"] + sum(part["ignored"].values()) == 50 + 5


def test_rows_to_ask_about_make_it_accepted_with_queries(place: Partnership) -> None:
    assert taken(place, JULY, reports(JULY, 3, **{"LA Notified": "01/07/2022 00:01"})).verdict == QUERIED
    assert taken(place, AUGUST, reports(AUGUST, 3, Found="yesterday")).verdict == QUERIED


@pytest.mark.parametrize(
    ("rows", "verdict", "words"),
    [
        (reports(AUGUST, 25), ACCEPTED, ""),
        (
            reports(AUGUST, 24),
            HELD,
            "Expected about 50 rows of missing report that can be used, as before; found 24.",
        ),
        (reports(AUGUST, 0), HELD, "Expected rows of missing report, about 50 as before; found none at all."),
        (
            reports(JULY, 50),
            HELD,
            "Expected missing report of August 2022; found 0% of the rows to be of that month.",
        ),
        (reports("2022-06", 60), HELD, "Expected missing report of August 2022; found 0%"),
        # half of the dates cannot be read, so half of the rows cannot be used
        (
            [*reports(AUGUST, 24), *reports(AUGUST, 50, Found="31/02/2022 10:00")[26:]],
            HELD,
            "Expected about 50 rows of missing report that can be used",
        ),
    ],
)
def test_what_a_person_must_look_at_is_held(place: Partnership, rows: Rows, verdict: str, words: str) -> None:
    for month in ("2022-06", JULY):
        assert taken(place, month, reports(month, 50)).verdict == ACCEPTED
    found = taken(place, AUGUST, rows)
    assert (found.verdict, found.reason.startswith(words)) == (verdict, True)
    assert (found.verdict == ACCEPTED) or f"scorecard release {found.delivery_id}" in found.reason


def test_a_small_report_may_be_empty_and_a_first_one_has_nothing_to_be_held_against(
    place: Partnership,
) -> None:
    assert taken(place, JULY, reports(JULY, 3)).verdict == ACCEPTED
    assert taken(place, AUGUST, reports(AUGUST, 0)).verdict == ACCEPTED


def test_a_file_in_american_order_is_held_because_its_days_are_of_other_months(place: Partnership) -> None:
    rows = [*MISSING]
    for number in range(1, 31):
        day = f"08/{number % 12 + 1:02d}/2022"  # 8 January to 8 December, meant as 1 to 12 August
        rows.append([f"A{number}", "N", "", "", "F", f"{day} 10:00", "", "Low", "Home", "", ""])
    assert taken(place, AUGUST, rows).verdict == HELD


def snapshot(place: Partnership, profile: dict[str, Any], before: dict[str, Any]) -> Callable[..., Delivery]:
    """A judge of made-up contacts: its profile, and that of the month before."""
    import json

    def delivery(month: str, facts: dict[str, Any]) -> Delivery:
        found = Delivery(
            delivery_id=f"d{month}", authority="370", month=month, agency="mosaic", sha256="f" * 64, reading="r",
            verdict=ACCEPTED, reason="", ignored={},
            parts=({"source": "mosaic.contact", "sheet": 1, "rows": 201, "records": 200, "accepted": 200,
                    "set_aside": 0, "queries": 0, "ignored": {"heading": 1}, "findings": {}},),
        )  # fmt: skip
        folder = place.home.rows / found.folder_name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "profile.json").write_text(json.dumps({"mosaic.contact": facts}))
        return found

    earlier = delivery(JULY, before)
    return lambda: judged(place.home, delivery(AUGUST, profile), [earlier])


EVENTS = {"days": 200, "in_month": 20, "up_to_end": 200, "in_year": 150, "newest": "2022-08-30"}


def test_a_whole_history_is_held_when_it_did_not_grow(place: Partnership) -> None:
    now = {"rows": 200, "filled": {}, "events": EVENTS, "content": "200:ab"}
    before = {**now, "content": "200:cd"}
    assert snapshot(place, now, before)().verdict == ACCEPTED
    same = snapshot(place, now, now)()
    assert (same.verdict, "found exactly the rows of the month before" in same.reason) == (HELD, True)
    silent = snapshot(place, now | {"events": EVENTS | {"newest": "2022-07-31"}}, before)()
    assert (silent.verdict, "found nothing after 31 July 2022" in silent.reason) == (HELD, True)
    ahead = snapshot(place, now | {"events": EVENTS | {"up_to_end": 20}}, before)()
    assert (ahead.verdict, "of later months" in ahead.reason) == (HELD, True)
    few = snapshot(
        place, now | {"events": EVENTS | {"in_year": 20}}, now | {"events": EVENTS | {"in_year": 20}}
    )()
    assert few.verdict == ACCEPTED


def test_a_rule_that_could_not_run_and_a_row_that_is_lost_hold_a_delivery(place: Partnership) -> None:
    good = taken(place, JULY, reports(JULY, 5))
    part = next(each for each in good.parts if each["source"] == "police.missing_report")
    not_run = replace(good, parts=({**part, "findings": {"GEN14": 1}},))
    assert "at least one could not be run" in judged(place.home, not_run, []).reason
    for lost in ({"rows": 7}, {"accepted": 4}, {"set_aside": 1}):
        found = judged(place.home, replace(good, parts=({**part, **lost},)), [])
        assert (found.verdict, "accounted for" in found.reason) == (HELD, True)


def held(place: Partnership) -> Delivery:
    for month in ("2022-06", JULY):
        taken(place, month, reports(month, 50))
    return taken(place, AUGUST, reports(AUGUST, 5))


def standing(place: Partnership, month: str = AUGUST) -> list[str]:
    home = place.home
    force = in_force(deliveries(home).values(), home.settings, Month.parse(month))
    return [part.delivery.month for part in force if part.source == "police.missing_report"]


def test_a_held_delivery_is_not_in_force_until_it_is_released_and_may_be_held_again(
    place: Partnership,
) -> None:
    delivery = held(place)
    assert delivery.verdict == HELD and standing(place) == ["2022-06", JULY]
    short = shortfalls(deliveries(place.home).values(), place.home.settings, Month.parse(AUGUST))
    assert [each.words for each in short] == ["police: August held, July figures stand"]
    released = deciding.release(place.home, delivery.delivery_id[:6], by="A Manager", reason="A quiet month")
    assert (released.verdict, released.reason) == (QUERIED, "Released by A Manager: A quiet month")
    assert standing(place) == ["2022-06", JULY, AUGUST]
    again = deciding.hold(place.home, delivery.sha256[:8], by="A Manager", reason="Not so quiet")
    assert again.verdict == HELD and standing(place) == ["2022-06", JULY]
    place.take_all()  # another look at the same file changes nothing that a person said
    assert deliveries(place.home)[delivery.delivery_id].reason == "Held by A Manager: Not so quiet"


def test_what_cannot_be_decided_is_told(place: Partnership) -> None:
    delivery = held(place)
    with pytest.raises(deciding.NotDecided, match="0 deliveries begin so"):
        deciding.release(place.home, "nobody", by="B", reason="r")
    with pytest.raises(deciding.NotDecided, match="found a blank"):
        deciding.release(place.home, delivery.delivery_id, by=" ", reason="r")
    good = next(each for each in deliveries(place.home).values() if each.month == JULY)
    with pytest.raises(deciding.NotDecided, match="found one that is accepted"):
        deciding.release(place.home, good.delivery_id, by="B", reason="r")
    place.drop("2022-09/police/broken.xlsx", b"PK\x03\x04 cut off")
    place.take_all()
    refused = next(each for each in deliveries(place.home).values() if each.verdict == REFUSED)
    with pytest.raises(deciding.NotDecided, match="could be read"):
        deciding.release(place.home, refused.delivery_id, by="B", reason="r")
    assert deliveries(place.home)[refused.delivery_id].verdict == REFUSED


def test_the_commands_release_and_hold(place: Partnership) -> None:
    delivery = held(place)
    told = CliRunner().invoke(app, ["status", *place.options])
    assert f"police delivery {delivery.delivery_id} is held" in told.output
    options = ["--by", "A Manager", "--reason", "A quiet month", *place.options]
    done = CliRunner().invoke(app, ["release", delivery.delivery_id, *options])
    assert (done.exit_code, "Released by A Manager" in done.output) == (0, True)
    assert CliRunner().invoke(app, ["release", delivery.delivery_id, *options]).exit_code == 2
    assert CliRunner().invoke(app, ["hold", delivery.delivery_id, *options]).exit_code == 0
    assert not deliveries(place.home)[delivery.delivery_id].is_usable


def test_the_face_names_the_month_that_did_not_come(place: Partnership) -> None:
    place.drop_everything()
    place.take_all()
    words = [
        each.words for each in shortfalls(deliveries(place.home).values(), place.home.settings, MARCH.plus(1))
    ]
    assert any(each.startswith("police: April not received, March figures stand") for each in words), words


def test_the_strip_on_page_and_cover_says_what_stands() -> None:
    short = ("police: August held, July figures stand", "health: August not received, July figures stand")
    content = made_up_scorecard()
    content = replace(content, provenance=replace(content.provenance, shortfalls=short))
    assert ("Late or missing", "; ".join(short)) in status(content)
    assert "; ".join(short) in page(content)
