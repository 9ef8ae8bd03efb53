"""The review in a real browser: ten thousand issues are listed, searched and filtered with nothing fetched."""

import json
import re
import shutil
import subprocess
import time
from pathlib import Path

import polars as pl
import pytest

from pipelines.review.issues import issues as issues_of
from pipelines.review.making import review
from pipelines.review.waiving import waive
from schemas.issue import ISSUES
from scorecards.period import Month
from scorecards.review.content import Review
from scorecards.review.page import review_page
from tests.made_up_inbox import CONTACTS, FEBRUARY, MARCH, MOSAIC, Partnership
from tests.test_outputs_browser import looked_at, needed

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM, reason="needs Chromium, which CI installs"),
]

MANY = 10_000
DRIVE = """
<script>
addEventListener("load", function () {
  var root = document.querySelector("[data-list=issues]");
  var told = function () { return root.querySelector(".told").textContent; };
  var rows = function () { return root.querySelectorAll("tbody tr").length; };
  var seen = { start: told(), rows: rows(), opened: Math.round(performance.now()) };
  var choose = function (name, value) {
    var select = document.getElementById("issues-" + name);
    select.value = value;
    select.dispatchEvent(new Event("change"));
  };
  choose("state", "");
  seen.all = told();
  choose("severity", "query");
  seen.queries = told();
  choose("severity", "");
  dispatchEvent(new Event("beforeprint"));
  seen.printed = rows();
  dispatchEvent(new Event("afterprint"));
  seen.afterwards = rows();
  var search = document.getElementById("issues-search");
  search.value = "missing!f777 ";
  search.dispatchEvent(new Event("input"));
  setTimeout(function () {
    seen.searched = told();
    seen.first = root.querySelector("tbody .place").textContent;
    document.body.setAttribute("data-seen", JSON.stringify(seen));
  }, 400);
});
</script>
"""


def issues() -> pl.DataFrame:
    """Issues of which every second is a query and every fifth is fixed."""
    number = pl.int_range(MANY, eager=True).alias("number")
    frame = pl.DataFrame(number).with_columns(
        issue=pl.format("{}", pl.col("number").cast(pl.String).str.zfill(12)),
        state=pl.when(pl.col("number") % 5 == 0).then(pl.lit("fixed")).otherwise(pl.lit("new")),
        severity=pl.when(pl.col("number") % 2 == 0).then(pl.lit("query")).otherwise(pl.lit("reject")),
        agency=pl.lit("police"),
        source=pl.lit("police.missing_report"),
        rule=pl.lit("MIS01"),
        place=pl.format("Missing!F{}", pl.col("number")),
        message=pl.lit("Expected </script><b>; found it."),
        remedy=pl.lit("Correct it."),
        indicators=pl.lit(["MH01"]),
        mends=pl.lit("Police"),
        first_seen=pl.lit("2023-03"),
        last_seen=pl.lit("2023-03"),
        age=pl.lit(0),
    )
    empty = pl.DataFrame(schema=ISSUES)
    return pl.concat([empty, frame], how="diagonal_relaxed").select(
        pl.col(name).cast(kind) for name, kind in ISSUES.items()
    )


def page() -> str:
    content = Review(
        partnership_name="A made-up partnership", month=Month.parse("2023-03"), build_id="b", is_made_up=True,
        blocks=(), warnings=(), suppliers=(), rules=(), issues=issues(), records=(), changes=(), changed_rows=(),
        restated=(), decisions=(), catalogue=(), tables={"police.missing_report": "Police: missing report"},
    )  # fmt: skip
    written = review_page(content, most_places=10)
    assert "</script><b>" not in written
    # a page's own policy would not run our driver
    return re.sub(r"<meta http-equiv=.*?>", "", written).replace("</body>", f"{DRIVE}</body>")


def test_ten_thousand_issues_open_in_two_seconds_and_nothing_is_cut_off(tmp_path: Path) -> None:
    file = tmp_path / "review.html"
    file.write_text(page(), encoding="utf-8")
    command = [
        CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}",
        "--host-resolver-rules=MAP * 127.0.0.1:9", "--virtual-time-budget=20000", "--dump-dom", file.as_uri(),
    ]  # fmt: skip
    before = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=180)
    took = time.monotonic() - before
    told = re.search(r'data-seen="([^"]*)"', done.stdout)
    assert told, f"the page's script did not end ({took:.0f} s)"
    seen = json.loads(told[1].replace("&quot;", '"'))
    assert seen["start"] == "Showing 1 to 100 of 8,000 (10,000 without filters)"
    assert seen["all"] == "Showing 1 to 100 of 10,000"
    assert seen["queries"] == "Showing 1 to 100 of 5,000 (10,000 without filters)"
    assert seen["searched"] == "Showing 1 to 11 of 11 (10,000 without filters)"  # F777 and F7770 to F7779
    assert seen["first"].startswith("Missing!F777")
    assert (seen["rows"], seen["printed"], seen["afterwards"]) == (100, MANY, 100)
    assert seen["opened"] < 2_000


def test_axe_finds_nothing_on_a_review_of_a_real_month(tmp_path: Path) -> None:
    needed()
    place = Partnership(tmp_path / "partnership")
    place.drop_everything()
    wrong = [list(row) for row in CONTACTS]
    wrong[2][2] = wrong[3][2] = "no time"
    place.drop_mosaic("2023-03", {**MOSAIC, "ssd_contacts": [wrong[0], *wrong[2:]]})
    place.refresh(FEBRUARY)
    place.refresh(MARCH)
    there = issues_of(place.home, MARCH).filter(pl.col("state") != "fixed")["issue"]
    waive(place.home, there[-1], reason="Seen.", until="2023-04-15", by="A N Officer")
    content = review(place.home, MARCH)
    assert (
        content.issues.height
        and content.records
        and content.changes
        and content.decisions
        and content.restated
    )
    file = tmp_path / "review.html"
    file.write_text(review_page(content, most_places=10), encoding="utf-8")
    for found in looked_at([file]):
        assert (found["broken"], found["fetched"], found["overflow"]) == ([], [], 0)
