"""`scorecard validate-census` reads its file in a process of its own and finds what reading it here would find."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli import app
from pipelines.statutory.census import judged, judged_file
from sources.census import reading
from tests.test_census_intake import CENSUS


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("census") / "return.xml"
    # a rule broken, a date that is none and an element that no schema names
    text = CENSUS.replace("<Ethnicity>WBRI", "<Ethnicity>", 1)
    text = text.replace("<PersonBirthDate>2", "<PersonBirthDate>x", 1).replace(
        "<CINdetails>", "<CINdetails><Odd>1</Odd>", 1
    )
    path.write_text(text, encoding="utf-8")
    return path


def test_it_finds_the_same_in_a_process_of_its_own(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = judged(file.read_bytes())
    monkeypatch.setattr(reading, "census", None)
    monkeypatch.setattr("pipelines.statutory.census.census", None)
    there = judged_file(file)
    assert there.findings.equals(here.findings) and there.findings.height > 0
    assert (there.year, there.records, there.unknown, there.not_run) == (
        here.year, here.records, here.unknown, here.not_run,
    )  # fmt: skip
    assert there.unknown == {"CINdetails/Odd": 1}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda text: text[: len(text) // 2], "breaks off or is damaged"),
        (lambda text: text.replace("<Message>", '<!DOCTYPE m [<!ENTITY a "b">]><Message>'), "without a document type"),
        (lambda text: text.replace("Message>", "Letter>"), "found other XML"),
    ],
    ids=["damaged", "document type", "another"],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_a_sentence(
    file: Path,
    tmp_path: Path,
    change: Callable[[str], str],
    sentence: str,
) -> None:
    wrong = tmp_path / "wrong.xml"
    wrong.write_text(change(file.read_text(encoding="utf-8")), encoding="utf-8")
    told = CliRunner().invoke(app, ["validate-census", str(wrong), "--out", str(tmp_path / "out")])
    assert told.exit_code == 2 and sentence in " ".join(told.output.split())
    assert "Traceback" not in told.output
