"""The lines that are measured: each prepared, and run in a fresh process with nothing kept from before, unless the line
says otherwise."""

import shutil
from collections.abc import Callable
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import Any

from pipelines.builds import build_path
from pipelines.home import Home
from pipelines.settings import settings
from scorecards.period import Month
from tests.benchmark.agreeing import Key, disagreements
from tests.benchmark.bare import Slowness, calibration
from tests.benchmark.clock import ALONE, Taken, least, taken
from tests.benchmark.prepared import prepare

MONTH, BEFORE = "2023-03", "2023-02"
QUARTER = "2022-23-Q4"
SHORT = (
    "definitions", "bare", f"bare{ALONE}", "engine", f"engine{ALONE}", "cold", "nothing new", f"analyst{ALONE}",
    "counting", "publish",
)  # fmt: skip
FULL = (*SHORT, "expectations too", "new month", "all months")
QUICK = tuple(name for name in SHORT if name not in ("engine", "publish"))
_ONCE = ("all months", "expectations too")
LONG = (f"engine{ALONE}", "cold", f"analyst{ALONE}", "counting")
"""Of these the quick form makes one run, because it is long enough that what comes between adds little to it."""


class Bench:
    """A folder with a made-up inbox of an authority, or of several with settings of their own, and homes made and thrown
    away in it."""

    def __init__(self, folder: Path, inbox: Path | None = None, settings_file: Path | None = None) -> None:
        self._folder = folder
        self._first: Taken | None = None
        self._settings = settings_file
        self.inbox = inbox.resolve() if inbox else folder / "inbox"
        if inbox is None:
            self._taken("pipelines.cli", "sample", "--out", str(self.inbox), "--truth", "0")

    def measured(self, rounds: int, lines: tuple[str, ...], once: tuple[str, ...] = _ONCE) -> dict[str, Any]:
        """The quickest run of each line, interleaved round after round; rows read, and how slow this machine is."""
        assert self.warm
        runs: dict[str, list[Taken]] = {line: [] for line in lines}
        slow: list[Slowness] = []
        for number in range(rounds):
            slow.append(calibration())
            for line in lines:
                if line not in once or number == 0:
                    runs[line].append(self.line(line))
        slowness = sorted(slow, key=lambda each: each.wall)[len(slow) // 2]
        return {
            "rows": int((runs["bare"][0] if "bare" in runs else self.line("bare")).told["rows"]),
            "rounds": rounds,
            "slowness": asdict(slowness),
            "lines": {line: asdict(least(found)) for line, found in runs.items()},
        }

    def line(self, line: str) -> Taken:
        """One run of a line."""
        name, is_alone = line.removesuffix(ALONE), line.endswith(ALONE)
        measure: dict[str, Callable[[], Taken]] = {
            "definitions": lambda: self._taken("tests.benchmark.definitions"),
            "bare": lambda: self._taken("tests.benchmark.bare", str(self.scripts), is_alone=is_alone),
            "analyst": lambda: self._taken(
                "tests.benchmark.analyst", str(self.scripts), "--figures", is_alone=is_alone
            ),
            "counting": lambda: self._taken("tests.benchmark.counting", str(self._built), is_alone=True),
            "engine": lambda: self._taken(
                "tests.benchmark.engine", MONTH, home=self._fresh("engine"), is_alone=is_alone
            ),
            "cold": self._cold,
            "expectations too": lambda: self._refresh(
                "--month", MONTH, home=self._opened("cold"), expect="on"
            ),
            "nothing new": lambda: self._refresh("--month", MONTH, home=self.warm),
            "new month": self._new_month,
            "publish": lambda: self._command("publish", "--quarter", QUARTER, "--by", "A", home=self.warm),
            "all months": lambda: self._refresh("--all", home=self._opened("cold")),
        }
        return measure[name]()

    @cached_property
    def warm(self) -> Path:
        """A home that is built and has nothing new, from which the scripts are prepared; everything is compiled."""
        home = self._opened("warm")
        self._first = self._refresh("--month", MONTH, home=home)
        self.prepare(home)
        return home

    def _cold(self) -> Taken:
        """A refresh of an empty home; the first is the one that makes the warm home."""
        assert self.warm
        first, self._first = self._first, None
        return first or self._refresh("--month", MONTH, home=self._opened("cold"))

    def prepare(self, home: Path) -> None:
        """Fill the scripts' folder from a home that has a build."""
        chosen = settings(self._settings, home=home, inbox=self.inbox)
        prepare(self.scripts, home=Home(chosen), month=MONTH)

    def disagreements(self) -> list[Key]:
        """The cells that the analyst's script and the build of the warm home tell differently."""
        return disagreements(self._built, self.scripts / "analyst.json")

    @property
    def home(self) -> Home:
        """The warm home."""
        return Home(settings(self._settings, home=self.warm, inbox=self.inbox))

    @property
    def _built(self) -> Path:
        return build_path(self.home, Month.parse(MONTH))

    @property
    def scripts(self) -> Path:
        """The folder of what the scripts are given."""
        return self._folder / "scripts"

    def _new_month(self) -> Taken:
        """The month before is built; the month's files come."""
        inbox, home = self._folder / "growing", self._fresh("growing-home")
        if not inbox.exists():
            shutil.copytree(self.inbox, inbox)
        shutil.rmtree(inbox / MONTH)
        self._command("init", home=home, inbox=inbox, timed=False)
        self._refresh("--month", BEFORE, home=home, inbox=inbox)
        shutil.copytree(self.inbox / MONTH, inbox / MONTH)
        return self._refresh("--month", MONTH, home=home, inbox=inbox)

    def _refresh(self, *words: str, home: Path, inbox: Path | None = None, expect: str = "off") -> Taken:
        return self._command("refresh", *words, home=home, inbox=inbox, expect=expect)

    def _command(
        self, *words: str, home: Path, inbox: Path | None = None, expect: str = "off", timed: bool = True
    ) -> Taken:
        module = "tests.benchmark.command" if timed else "pipelines.cli"
        return self._taken(module, *words, home=home, inbox=inbox, expect=expect)

    def _taken(
        self,
        module: str,
        *words: str,
        home: Path | None = None,
        inbox: Path | None = None,
        expect: str = "off",
        is_alone: bool = False,
    ) -> Taken:
        environment = {"SCORECARD_INBOX": str(inbox or self.inbox), "SCORECARD_EXPECTATIONS": expect}
        if home is not None:
            environment["SCORECARD_HOME"] = str(home)
        if self._settings is not None:
            environment["SCORECARD_SETTINGS"] = str(self._settings)
        return taken(module, *words, environment=environment, is_alone=is_alone)

    def _fresh(self, name: str) -> Path:
        home = self._folder / name
        shutil.rmtree(home, ignore_errors=True)
        home.with_name(f"{name}.key").unlink(missing_ok=True)
        return home

    def _opened(self, name: str) -> Path:
        home = self._fresh(name)
        self._command("init", home=home, timed=False)
        return home
