"""Every kind of page in a browser: axe-core finds nothing, nothing is fetched, and a narrow screen needs no sideways scroll.

Needs node, Chromium, and a folder with the npm packages axe-core and playwright-core, named by SCORECARD_NODE_MODULES.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from scorecards.agency_return_files import agency_page
from scorecards.audience import audiences
from scorecards.companion import companion
from scorecards.indicator import indicators
from scorecards.landing_page import Edition, PublishedQuarter, landing_page
from scorecards.page import page
from scorecards.period import Quarter
from scorecards.region.absent import absent_page
from scorecards.region.page import region_page
from scorecards.status_page import Section, status_page
from tests.made_up_agency_returns import made_up_returns
from tests.made_up_region import made_up_region
from tests.made_up_scorecard import QUARTER, made_up_scorecard

WIDTHS = (1280, 320)
LOOK = Path(__file__).parent / "browser" / "look.js"
SQL = Path(__file__).parent.parent / "sql"


def needed() -> tuple[str, str, str]:
    """Node, Chromium and the folder of packages; skips, saying what is missing."""
    node = shutil.which("node")
    browser = os.environ.get("SCORECARD_CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    modules = os.environ.get("SCORECARD_NODE_MODULES", "")
    missing = [
        name
        for name, found in (
            ("node", node),
            ("Chromium", browser),
            (
                "axe-core and playwright-core (SCORECARD_NODE_MODULES)",
                modules and all((Path(modules) / name).exists() for name in ("axe-core", "playwright-core")),
            ),
        )
        if not found
    ]
    if missing:
        pytest.skip(f"NOT LOOKED AT IN A BROWSER: {', '.join(missing)} not found")
    assert node and browser
    return node, browser, modules


def pages() -> dict[str, str]:
    """One page of each kind, and one without any indicator."""
    quarter = Quarter.parse(QUARTER)
    edition = Edition(title="Executive Group", marking="OFFICIAL-SENSITIVE", files=(("page", "a/b.html"),))
    return {
        "scorecard": page(made_up_scorecard(audience=audiences()["operational_business"])),
        "earlier": page(made_up_scorecard(quarter="2022-23-Q2")),
        "empty": page(made_up_scorecard(audience=audiences()["child_neglect"])),
        "companion": companion(partnership="Made up", quarter=quarter, indicators=indicators(SQL)),
        "region": region_page(made_up_region()),
        "absent": absent_page(partnership="Made up", quarter=quarter, words="Nothing came.", is_made_up=True),
        "agency": agency_page(made_up_returns()["Police"]),
        "landing": landing_page(
            partnership="Made up",
            quarters=[PublishedQuarter(quarter=quarter, editions=(edition,))],
            is_made_up=True,
        ),
        "status": status_page(
            partnership="Made up",
            at="22 November 2026 at 07:00",
            answer="Somebody has to act, or something is awaited.",
            sections=[
                Section(
                    title="Who must act",
                    caption="What somebody has to do",
                    headings=("Who", "What", "Why"),
                    rows=[("Police", "Send the files of March 2023.", "late")],
                ),
                Section(title="The machine", words=("50.0 GB of disk are free.",)),
            ],
            is_made_up=True,
        ),
    }


def looked_at(files: list[Path]) -> list[dict[str, object]]:
    node, chromium, modules = needed()
    given = {
        "modules": str(Path(modules).resolve()), "chromium": chromium,
        "files": [str(file) for file in files], "widths": WIDTHS,
    }  # fmt: skip
    done = subprocess.run(
        [node, str(LOOK), json.dumps(given)], capture_output=True, text=True, timeout=500, check=False
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


@pytest.mark.slow
def test_axe_finds_nothing_on_any_page(tmp_path: Path) -> None:
    needed()
    for name, html in pages().items():
        (tmp_path / f"{name}.html").write_text(html, encoding="utf-8")
    files = sorted(tmp_path.glob("*.html"))
    found = looked_at(files)
    assert len(found) == len(files) * len(WIDTHS)
    for each in found:
        assert each["broken"] == [], each["file"]
        assert each["fetched"] == []
        assert each["overflow"] == 0, (each["file"], each["width"])
        assert each["passes"], "axe looked at nothing"
