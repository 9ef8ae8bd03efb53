"""A word that no list knows is listed once with its rows, and one line teaches it."""

import csv
import io
import sys
from pathlib import Path

from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.intake.delivery import deliveries
from pipelines.intake.spellings import unknown_spellings
from pipelines.intake.verdict import ACCEPTED, QUERIED
from tests.made_up_inbox import MARCH, REFERRALS, Partnership, csv_bytes
from tests.test_conforming import with_cells


def dropped(place: Partnership) -> None:
    headings, first = with_cells(REFERRALS, cine_referral_source_code="Bobby on the beat")
    second = list(first)
    second[headings.index("cine_referral_id")] = "R-other"
    place.drop("2023-03/mosaic/referrals.csv", csv_bytes([headings, first, second]))
    place.take_all()


def written(place: Partnership) -> str:
    """What the command writes, and that it prints no word of it."""
    done = CliRunner().invoke(app, ["spellings", "--month", str(MARCH), *place.options])
    assert done.exit_code == 0 and "1 unknown word." in done.output and "Bobby" not in done.output
    (file,) = (place.home.folder / "restricted" / "found").iterdir()
    assert sys.platform == "win32" or file.stat().st_mode & 0o077 == 0
    return file.read_text(encoding="utf-8")


def test_it_is_listed_once_and_nowhere_but_in_the_restricted_table(tmp_path: Path) -> None:
    place = Partnership(tmp_path)
    dropped(place)
    (delivery,) = deliveries(place.home).values()
    (part,) = delivery.parts
    assert (delivery.verdict, part["accepted"], part["set_aside"]) == (QUERIED, 0, 2)
    row = ("referral_source", "mosaic.referral", "cine_referral_source_code", "Bobby on the beat", 2)
    assert unknown_spellings(place.home, MARCH).rows() == [row]
    (listed,) = csv.DictReader(io.StringIO(written(place)))
    assert listed["teach"] == "codes/referral_source.csv: CODE,,Bobby on the beat"
    assert b"Bobby" not in (place.home.folder / "ledger.jsonl").read_bytes()
    folder = place.home.rows / delivery.folder_name
    assert b"Bobby" not in (folder / "findings.parquet").read_bytes()


def test_one_line_in_the_partnerships_list_teaches_it(tmp_path: Path) -> None:
    place = Partnership(tmp_path)
    dropped(place)
    codes = place.home.settings.overlay / "codes"
    codes.mkdir(parents=True, exist_ok=True)
    (codes / "referral_source.csv").write_text("code,label,spellings\n6,,Bobby on the beat\n")
    place.take_all()  # the same file, read again because the spellings changed
    delivery = list(deliveries(place.home).values())[-1]
    (part,) = delivery.parts
    assert (delivery.verdict, part["accepted"], part["set_aside"]) == (ACCEPTED, 2, 0)
    assert unknown_spellings(place.home, MARCH).is_empty()


def test_a_word_that_begins_like_a_formula_is_text(tmp_path: Path) -> None:
    place = Partnership(tmp_path)
    table = with_cells(REFERRALS, cine_referral_source_code="=1+1")
    place.drop("2023-03/mosaic/referrals.csv", csv_bytes(table))
    place.take_all()
    (listed,) = csv.DictReader(io.StringIO(written(place)))
    assert listed["spelling"] == "'=1+1"
