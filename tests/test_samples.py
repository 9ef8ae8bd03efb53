"""The small extracts in data/samples: one for every source, awkward rows among them, and provably made up."""

import re
from pathlib import Path

import pytest

from pipelines.intake.parsing import parsed
from pipelines.settings import EXAMPLE, ROOT
from sources.catalogue import AGENCIES, tables
from sources.reading import sheets

SAMPLES = ROOT / "data" / "samples"


def parts(agency: str) -> dict[str, dict[str, int]]:
    found = {}
    for path in sorted((SAMPLES / agency).iterdir()):
        read = parsed(
            path.read_bytes(),
            agency=agency,
            month="2023-03",
            authority="370",
            delivery_id="sample",
            key=b"0" * 32,
            names=("Barnsley",),
            overlay=EXAMPLE.parent,
        )
        found.update({part["source"]: part for part in read.parts})
    return found


@pytest.mark.parametrize("agency", AGENCIES)
def test_every_source_has_a_sample_whose_rows_all_have_a_place(agency: str) -> None:
    found = parts(agency)
    assert set(found) == {f"{agency}.{table}" for table in tables(agency)}
    for part in found.values():
        assert part["accepted"] > 0
        assert part["records"] == part["accepted"] + part["set_aside"]


def test_some_rows_are_awkward() -> None:
    assert sum(part["set_aside"] for agency in AGENCIES for part in parts(agency).values()) >= 5


def is_nhs_number(digits: str) -> bool:
    """Ten digits whose last one is the check digit by modulus 11."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == int(digits[9])


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*/*")), ids=lambda path: path.name)
def test_a_sample_is_provably_made_up(path: Path) -> None:
    cells = [cell for grid in sheets(path.read_bytes()) for row in grid.rows() for cell in row]
    numbers = [cell for cell in cells if re.fullmatch(r"\d{10}", cell) and is_nhs_number(cell)]
    assert all(number.startswith("999") for number in numbers)
    postcodes = [cell for cell in cells if re.fullmatch(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", cell)]
    assert all(postcode.startswith("ZZ99") for postcode in postcodes)
