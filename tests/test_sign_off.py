"""Nothing is published that nobody stands for; what is published is what was approved; nothing is undone unseen."""

import csv
import io
import json
import shutil
from datetime import date
from hashlib import sha256
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import Result
from typer.testing import CliRunner

import pipelines.definitions  # noqa: F401  (found from the shipped settings, before a test names others)
from pipelines.builds import Plan, build_path
from pipelines.cli import app
from pipelines.home import Home
from pipelines.leftovers import finish_alone
from pipelines.publication import signing, withdrawing
from pipelines.publication.drafts import NotSigned, audiences_of, draft_of
from pipelines.publication.editions import (
    FrozenFileBroken,
    editions,
    figures,
    frozen,
    manifest,
    newest,
    standing,
)
from pipelines.publication.front_page import LANDING, write_front_page
from pipelines.publication.placing import MANIFEST
from pipelines.publication.publication import Publication
from pipelines.publication.releases import Releases
from pipelines.publication.signing import approve, publish
from pipelines.publication.withdrawing import withdraw
from pipelines.verifying.verified import verified
from scorecards.period import Quarter
from scorecards.publication import publish_files
from scorecards.sign_off import DRAFT, StillADraft, published, stamped
from scorecards.value import COLUMNS
from tests.made_up_inbox import MARCH, Partnership, refreshed
from tests.made_up_scorecard import made_up_audience, made_up_scorecard
from tests.read_outputs import parsed

QUARTER = Quarter.parse("2022-23-Q4")
NAMES = ("executive", "front_door")
"""Two audiences, so that a draft takes a second and not ten."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Partnership:
    """A build and a draft of two audiences, to be copied."""
    place = refreshed(tmp_path_factory.mktemp("drafted"))
    Publication(place.home, QUARTER).draft(NAMES)
    return place


@pytest.fixture
def place(made: Partnership, tmp_path: Path) -> Partnership:
    copy = Partnership(tmp_path / "copy")
    shutil.copytree(made.folder, copy.folder, dirs_exist_ok=True)
    return copy


def out(home: Home) -> dict[str, bytes]:
    """Every published file of the quarter by its path, but for the list of them."""
    folder = home.published / str(QUARTER)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != MANIFEST
    }


def drafted(home: Home) -> dict[str, bytes]:
    draft = draft_of(home, QUARTER)
    assert draft is not None
    return {name: draft.data(name) for name in draft.files}


def parts(workbook: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(workbook)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_a_draft_says_on_its_face_that_it_is_one_and_nobody_receives_it(place: Partnership) -> None:
    found = drafted(place.home)
    assert {Path(name).parts[0] for name in found} >= {"executive", "front-door"}
    for name, data in found.items():
        if name.endswith(".xlsx"):
            assert any(DRAFT.what.encode() in part for part in parts(data).values()), name
        elif name.endswith(".html") and name != "definitions.html":
            assert DRAFT.what.encode() in data, name
    assert not (place.home.published / str(QUARTER)).exists()
    assert Releases(place.home).texts == []  # a draft is no release


def test_only_an_approved_draft_is_published_and_with_who_and_when(place: Partnership) -> None:
    with pytest.raises(NotSigned, match="Expected an approval"):
        publish(place.home, QUARTER)
    assert editions(place.home) == [] and not (place.home.published / str(QUARTER)).exists()
    approve(place.home, QUARTER, by="Ann Example", caveats=["Police figures are early"])
    publish(place.home, QUARTER)
    (edition,) = editions(place.home)
    today = date.fromisoformat(str(signing.today()))
    assert (edition.number, edition.approved_by, edition.on, edition.reason) == (1, "Ann Example", today, "")
    page = next(
        data
        for name, data in out(place.home).items()
        if name.startswith("executive/") and name[-5:] == ".html"
    )
    assert b"Published on " in page and b"Approved by Ann Example on " in page
    assert b"Caveats: Police figures are early." in page


def test_what_is_published_is_the_approved_draft_but_for_its_two_lines(place: Partnership) -> None:
    publish(place.home, QUARTER, by="Ann Example")
    before, after = drafted(place.home), out(place.home)
    assert before.keys() == after.keys()
    (edition,) = editions(place.home)
    words = published(by="Ann Example", approved=edition.approved_on, on=edition.on)

    def undone(data: bytes) -> bytes:
        for line, said in zip(DRAFT.lines, words.lines, strict=True):
            data = data.replace(said.encode(), line.encode())
        return data

    for name, data in after.items():
        assert DRAFT.what.encode() not in data and DRAFT.approval.encode() not in data
        if name.endswith(".xlsx"):
            old, new = parts(before[name]), parts(data)
            assert old.keys() == new.keys()
            assert {part: undone(new[part]) for part in new} == old
            assert not any(line.encode() in part for part in new.values() for line in DRAFT.lines)
        else:
            assert undone(data) == before[name]


def test_publishing_again_changes_nothing_and_mends_what_was_lost(place: Partnership) -> None:
    publish(place.home, QUARTER, by="Ann Example")
    files, ledger = out(place.home), place.home.ledger.records
    lost = next(iter(sorted((place.home.published / str(QUARTER)).glob("executive/*.xlsx"))))
    lost.unlink()
    landing = place.home.published / LANDING
    landing.write_bytes(landing.read_bytes().replace(b"executive", b"nowhere"))
    assert {fault.place for fault in verified(place.home).faults} == {
        "published/index.html",
        f"published/{QUARTER}/executive/{lost.name}",
    }
    publish(place.home, QUARTER)
    assert verified(place.home).is_sound
    aside = build_path(place.home).rename(place.folder / "aside")  # as one that another took the place of
    words = {fault.words: fault.remedy for fault in verified(place.home).faults}
    assert "`scorecard restore`" in words[f"The build of {editions(place.home)[0].name}, is missing."]
    aside.rename(build_path(place.home))
    assert out(place.home) == files
    assert place.home.ledger.records == ledger
    assert Plan(place.home, MARCH).is_current  # publishing makes no build stale
    again = Publication(place.home, QUARTER).draft(NAMES)
    assert again.id == editions(place.home)[0].draft


@pytest.mark.keeps("P6")
def test_the_ledger_freezes_every_figure_that_is_published(place: Partnership) -> None:
    publish(place.home, QUARTER, by="Ann Example")
    (edition,) = editions(place.home)
    said = manifest(place.home, edition)
    assert said["files"] == {name: sha256(data).hexdigest() for name, data in out(place.home).items()}
    assert (said["build"], said["quarter"], said["edition"]) == (edition.build, str(QUARTER), 1)
    kept = figures(place.home, edition)
    for name in NAMES:
        text = out(place.home)[f"{name.replace('_', '-')}/values.csv"].decode()
        shown = [tuple(row[column] for column in COLUMNS) for row in csv.DictReader(io.StringIO(text))]
        lines = csv.DictReader(io.StringIO(frozen(place.home, f"{edition.figures}.figures.csv").decode()))
        mine = [tuple(row[column] for column in COLUMNS) for row in lines if name in row["audiences"].split()]
        assert sorted(mine) == sorted(shown) and len(shown) > 50
    assert kept["definition"].str.starts_with("v").all()
    withheld = kept.filter(kept["state"] == "withheld")
    assert withheld["numerator"].null_count() == withheld.height


def test_a_frozen_file_that_was_changed_is_told(place: Partnership) -> None:
    publish(place.home, QUARTER, by="Ann Example")
    (edition,) = editions(place.home)
    path = place.home.folder / "releases" / f"{edition.figures}.figures.csv"
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(FrozenFileBroken, match="Restore it from its backup"):
        figures(place.home, edition)


def test_a_draft_that_was_touched_is_neither_approved_nor_published(place: Partnership) -> None:
    path = next((place.home.drafts / str(QUARTER)).glob("executive/*.html"))
    approve(place.home, QUARTER, by="Ann Example")
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(NotSigned, match="Make the draft again"):
        approve(place.home, QUARTER, by="Ann Example")
    with pytest.raises(NotSigned, match="Make the draft again"):
        publish(place.home, QUARTER)
    assert editions(place.home) == [] and not (place.home.published / str(QUARTER)).exists()


def test_a_draft_that_is_made_again_otherwise_has_to_be_approved_again(place: Partnership) -> None:
    approve(place.home, QUARTER, by="Ann Example")
    Publication(place.home, QUARTER).draft(NAMES[:1])
    with pytest.raises(NotSigned, match="Expected an approval"):
        publish(place.home, QUARTER)


def test_a_settings_line_keeps_approving_and_publishing_apart(place: Partnership) -> None:
    file = place.settings_file
    file.write_text(f"{file.read_text(encoding='utf-8')}\n[sign_off]\nin_one_go = false\n", encoding="utf-8")
    with pytest.raises(NotSigned, match="Have it approved"):
        publish(place.home, QUARTER, by="Ann Example")
    approve(place.home, QUARTER, by="Ben Example")
    publish(place.home, QUARTER, by="Ann Example")
    (edition,) = editions(place.home)
    assert (edition.approved_by, edition.by) == ("Ben Example", "Ann Example")


def test_a_correction_needs_a_reason_and_says_it(place: Partnership) -> None:
    publish(place.home, QUARTER, by="Ann Example")
    Publication(place.home, QUARTER).draft(NAMES[:1])
    with pytest.raises(NotSigned, match="Expected --reason"):
        publish(place.home, QUARTER, by="Ann Example")
    assert len(editions(place.home)) == 1
    publish(place.home, QUARTER, by="Ann Example", reason="One pack was not ready", told=["The chair"])
    first, second = editions(place.home)
    assert (second.number, second.reason, second.told) == (2, "One pack was not ready", ("The chair",))
    assert second.first == first.on and standing(place.home) == [second]
    files = out(place.home)
    assert not any(name.startswith("front-door/") for name in files)  # no edition stands beside another
    page = next(
        data for name, data in files.items() if name.startswith("executive/") and name[-5:] == ".html"
    )
    assert b"Corrected on " in page and b"Why: One pack was not ready." in page
    landing = (place.home.published / "index.html").read_text(encoding="utf-8")
    assert "Why: One pack was not ready" in landing


def test_what_is_withdrawn_is_replaced_by_a_notice_and_stays_known(place: Partnership) -> None:
    publish(place.home, QUARTER, by="Ann Example")
    known = Releases(place.home).texts
    told = withdraw(
        place.home, QUARTER, reason="A file was counted twice", by="Ann Example", told=["The chair"]
    )
    assert any("Executive Group" in words for words in told)
    files = out(place.home)
    assert set(files) == {"executive/withdrawn.html", "front-door/withdrawn.html"}
    assert all(b"A file was counted twice" in data for data in files.values())
    (edition,) = editions(place.home)
    assert edition.withdrawal is not None and edition.withdrawal.told == ("The chair",)
    assert standing(place.home) == []
    assert Releases(place.home).texts == known != []  # readers still know it
    landing = parsed(
        write_front_page(place.home, audiences_of(place.home).values()).read_text(encoding="utf-8")
    )
    assert any(link.endswith("withdrawn.html") for link in landing.links)
    withdraw(place.home, QUARTER, reason="A file was counted twice", by="Ann Example")
    assert len([each for each in place.home.ledger.records if each.event == "withdrawn"]) == 1


def test_after_a_withdrawal_the_same_draft_has_to_be_approved_again(place: Partnership) -> None:
    approve(place.home, QUARTER, by="Ann Example")
    publish(place.home, QUARTER)
    withdraw(place.home, QUARTER, reason="Too early", by="Ann Example")
    with pytest.raises(NotSigned, match="Expected an approval"):
        publish(place.home, QUARTER, reason="Now it is time")
    approve(place.home, QUARTER, by="Ben Example")
    publish(place.home, QUARTER, reason="Now it is time")
    again = newest(place.home, str(QUARTER))
    assert again is not None and (again.number, again.withdrawal) == (2, None)
    assert "executive/withdrawn.html" not in out(place.home)


def test_a_draft_older_than_another_publication_is_not_published(place: Partnership) -> None:
    """What it withholds was not worked out against what readers have come to know since."""
    approve(place.home, QUARTER, by="Ann Example")
    text, report = Releases(place.home), json.dumps([])
    text.record_text("2022-23-Q3", "b1", "indicator\n", report)
    with pytest.raises(NotSigned, match="something was published"):
        publish(place.home, QUARTER)


@pytest.mark.keeps("P2", "P11")
def test_a_kill_between_ledger_and_files_is_finished_by_publishing_again(
    place: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as failing:
        failing.setattr(signing, "put_in_place", lambda *given: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            publish(place.home, QUARTER, by="Ann Example")
    assert len(editions(place.home)) == 1 and not (place.home.published / str(QUARTER)).exists()
    publish(place.home, QUARTER)
    (edition,) = editions(place.home)
    assert manifest(place.home, edition)["files"].keys() == out(place.home).keys()


@pytest.mark.keeps("P11")
def test_what_the_ledger_says_is_out_or_taken_back_any_run_puts_in_place(place: Partnership) -> None:
    """Killed between the ledger and the files, or the folder was lost: a refresh with nothing else to do mends it."""
    publish(place.home, QUARTER, by="Ann Example")
    files = out(place.home)
    shutil.rmtree(place.home.published)
    assert finish_alone(place.home) == 1 and out(place.home) == files
    with pytest.MonkeyPatch.context() as failing:
        failing.setattr(withdrawing, "put_notices", lambda *given: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            withdraw(place.home, QUARTER, reason="Too early", by="Ann Example")
    assert out(place.home) == files
    assert finish_alone(place.home) == 1
    assert set(out(place.home)) == {"executive/withdrawn.html", "front-door/withdrawn.html"}
    assert finish_alone(place.home) == 0


@pytest.mark.parametrize(
    ("name", "caveats", "match"),
    [("", [], "name of who approves"), ("Ann Example", ["word " * 60], "Say it shorter")],
)
def test_an_approval_names_somebody_and_fits_the_cover(
    place: Partnership, name: str, caveats: list[str], match: str
) -> None:
    with pytest.raises(NotSigned, match=match):
        approve(place.home, QUARTER, by=name, caveats=caveats)


def test_names_and_reasons_cannot_become_markup(tmp_path: Path) -> None:
    paths = publish_files(folder=tmp_path, audience=made_up_audience(), content=made_up_scorecard())
    words = published(by="<script>&", approved=date(2023, 4, 1), on=date(2023, 4, 2), caveats=("a < b",))
    for path in paths:
        data = stamped(path.name, path.read_bytes(), words)
        if path.suffix == ".html":
            assert b"<script>&" not in data and b"&lt;script&gt;&amp;" in data
        elif path.suffix == ".xlsx":
            from openpyxl import load_workbook

            cells = [
                cell.value for row in load_workbook(io.BytesIO(data))["Cover"].iter_rows() for cell in row
            ]
            assert "Approved by <script>& on 1 April 2023. Caveats: a < b." in cells


def test_a_file_that_would_go_on_saying_draft_is_refused() -> None:
    page = f"<p>{DRAFT.what}</p><p>{DRAFT.approval}</p><p>Somebody wrote: {DRAFT.what}</p>".encode()
    words = published(by="Ann", approved=date(2023, 4, 1), on=date(2023, 4, 1))
    with pytest.raises(StillADraft):
        stamped("page.html", page, words)
    assert stamped("definitions.html", b"<p>Nothing</p>", words) == b"<p>Nothing</p>"


@pytest.mark.keeps("P13")
def test_a_scorecard_says_on_its_face_that_expectations_were_switched_off(
    place: Partnership, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "switches them off"
    assert said not in Publication(place.home, QUARTER).provenance.received_words
    monkeypatch.setenv("SCORECARD_EXPECTATIONS", "off")
    assert said in Publication(place.home, QUARTER).provenance.received_words


def scorecard(place: Partnership, *command: str) -> Result:
    return CliRunner().invoke(app, [*command, *place.options])


def test_the_command_line_goes_the_whole_way(place: Partnership, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCORECARD_EXPECTATIONS", "off")
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    quarter = ("--quarter", str(QUARTER))
    refused = scorecard(place, "publish", *quarter)
    assert refused.exit_code == 2 and "scorecard approve" in refused.stderr
    done = scorecard(
        place, "approve", *quarter, "--by", "Ann Example", "--caveat", "Early", "--caveat", "Small"
    )
    assert done.exit_code == 0 and "Approved by Ann Example" in done.stdout
    out_now = scorecard(place, "publish", *quarter, "--json")
    assert out_now.exit_code == 0, out_now.output
    assert any(path.endswith(".xlsx") for path in json.loads(out_now.stdout))
    assert editions(place.home)[0].caveats == ("Early", "Small")
    gone = scorecard(place, "withdraw", *quarter, "--reason", "Too early", "--by", "Ann Example")
    assert gone.exit_code == 0 and "tell them" in gone.stdout
