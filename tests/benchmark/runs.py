"""The lines of the benchmark: each prepared, run in fresh processes in turns, and held against its bound."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.home import Home
from pipelines.settings import settings
from tests.benchmark.bare import Slowness, calibration, floor, floor_here
from tests.benchmark.clock import Taken, middle, taken
from tests.benchmark.prepared import prepare

MONTH, BEFORE = "2023-03", "2023-02"
QUARTER = "2022-23-Q4"


@dataclass(frozen=True, kw_only=True)
class Results:
    """What was measured: the runs of each line, how slow this machine is just now, and how many rows were read."""

    runs: dict[str, list[Taken]]
    slowness: Slowness
    rows: int

    def __getitem__(self, line: str) -> Taken:
        return middle(self.runs[line])

    def __contains__(self, line: str) -> bool:
        return line in self.runs


class Bench:
    """A folder with a made-up inbox, and homes made and thrown away in it."""

    def __init__(self, folder: Path, inbox: Path | None) -> None:
        self._folder = folder
        self._cache = folder / "compiled"
        self._inbox = inbox.resolve() if inbox else folder / "inbox"
        if inbox is None:
            self._taken("pipelines.cli", "sample", "--out", str(self._inbox))
        self._warm()

    def quick(self, rounds: int) -> Results:
        """What the bounds need: definitions, bare script, engine, cold refresh, nothing new."""
        return self._measured(rounds, ("definitions", "bare", "engine", "cold", "nothing new"))

    def full(self, rounds: int) -> Results:
        """Every line."""
        lines = (
            "definitions",
            "bare",
            "engine",
            "cold",
            "expectations too",
            "nothing new",
            "new month",
            "publish",
        )
        return self._measured(rounds, (*lines, "all months"))

    def _measured(self, rounds: int, lines: tuple[str, ...]) -> Results:
        measure: dict[str, Callable[[], Taken]] = {
            "definitions": lambda: self._taken("tests.benchmark.definitions"),
            "bare": lambda: self._taken("tests.benchmark.bare", str(self._folder / "bare")),
            "engine": lambda: self._taken("tests.benchmark.engine", MONTH, home=self._fresh("engine")),
            "cold": lambda: self._refresh("--month", MONTH, home=self._opened("cold")),
            "expectations too": lambda: self._refresh(
                "--month", MONTH, home=self._opened("cold"), expect="on"
            ),
            "nothing new": lambda: self._refresh("--month", MONTH, home=self._folder / "warm"),
            "new month": self._new_month,
            "publish": lambda: self._command(
                "publish", "--quarter", QUARTER, "--by", "A", home=self._folder / "warm"
            ),
            "all months": lambda: self._refresh("--all", home=self._opened("cold")),
        }
        runs: dict[str, list[Taken]] = {line: [] for line in lines}
        slow: list[Slowness] = []
        for number in range(rounds):
            slow.append(calibration())
            for line in lines:
                if line != "all months" or number == 0:
                    runs[line].append(measure[line]())
        read = int(runs["bare"][0].told["rows"])
        return Results(
            runs=runs, slowness=sorted(slow, key=lambda each: each.wall)[len(slow) // 2], rows=read
        )

    def _warm(self) -> None:
        """Compile everything once, build a home that has nothing new, and prepare the bare script from it."""
        home = self._opened("warm")
        self._refresh("--month", MONTH, home=home)
        chosen = settings(home=home, inbox=self._inbox)
        build = next((Home(chosen).builds / MONTH).glob("[!.]*.duckdb"))
        own = [chosen.authority.code, *chosen.authority.names]
        prepare(self._folder / "bare", inbox=self._inbox, month=MONTH, build=build, own_names=own)
        self._taken("tests.benchmark.bare", str(self._folder / "bare"))
        self._taken("tests.benchmark.engine", MONTH, home=self._fresh("engine"))

    def _new_month(self) -> Taken:
        """The month before is built; the month's files come."""
        inbox, home = self._folder / "growing", self._fresh("growing-home")
        if not inbox.exists():
            shutil.copytree(self._inbox, inbox)
        shutil.rmtree(inbox / MONTH)
        self._command("init", home=home, inbox=inbox, timed=False)
        self._refresh("--month", BEFORE, home=home, inbox=inbox)
        shutil.copytree(self._inbox / MONTH, inbox / MONTH)
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
    ) -> Taken:
        environment = {"SCORECARD_INBOX": str(inbox or self._inbox), "SCORECARD_EXPECTATIONS": expect}
        if home is not None:
            environment["SCORECARD_HOME"] = str(home)
        return taken(module, *words, environment=environment, cache=self._cache)

    def _fresh(self, name: str) -> Path:
        home = self._folder / name
        shutil.rmtree(home, ignore_errors=True)
        home.with_name(f"{name}.key").unlink(missing_ok=True)
        return home

    def _opened(self, name: str) -> Path:
        home = self._fresh(name)
        self._command("init", home=home, timed=False)
        return home


@dataclass(frozen=True, kw_only=True)
class Line:
    """A ratio or a number of seconds beside its goal, and the most that the test allows: where the goal is met with
    margin the goal itself with a tenth for noise, else what was reached."""

    name: str
    value: float
    goal: float
    allowed: float


@dataclass(kw_only=True)
class Judged:
    """Every line, the goals that were missed, and what grew beyond what is allowed.

    A missed goal is printed on the page and stays missed there until somebody mends it. A test fails on growth.
    """

    lines: list[Line] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    grown: list[str] = field(default_factory=list)


def judged(found: Results) -> Judged:
    """What was measured beside the goals.

    Like is held against like: the floor and the goals in seconds are of the clock on the wall of a quiet machine, so
    they are compared with wall seconds, put right by how slow this one is; ratios of one run's lines are of CPU
    seconds, which other people's work disturbs less.
    """
    bare, engine, cold, again = (found[name] for name in ("bare", "engine", "cold", "nothing new"))
    engine_laps, bare_laps = engine.told["laps"], bare.told["laps"]
    slow = found.slowness.wall
    making = engine.cpu - engine.told["proofs"]
    steps = found["definitions"].told["steps"]
    apart = (engine_laps["outputs"] - engine_laps["start-up"]) / (bare_laps["outputs"] - bare_laps["start"])
    nothing_new = (again.cpu - again.told["start-up"]) / slow
    lines = [
        Line(
            name="Bare script, of the floor of 57 indicators from CSV (wall)",
            value=bare.wall / (floor(found.rows) * slow),
            goal=1.3,
            allowed=3.3,
        ),
        Line(
            name="Bare script, of the floor for its indicators and workbooks (wall)",
            value=bare.wall / (floor_here(found.rows, bare.told["indicators"]) * slow),
            goal=1.3,
            allowed=2.6,
        ),
        Line(name="Engine in one process, of the bare script (CPU)", value=making / bare.cpu, goal=2.0, allowed=3.8),
        Line(
            name="The same on the wall",
            value=(engine.wall - engine.told["proofs_wall"]) / bare.wall,
            goal=2.0,
            allowed=5.0,
        ),
        Line(name="The same with the proofs before release", value=engine.cpu / bare.cpu, goal=2.0, allowed=6.0),
        Line(name="The same without either's imports (CPU)", value=apart, goal=2.0, allowed=4.0),
        Line(
            name="Fresh refresh of a month beyond the bare script, s (wall)",
            value=(cold.wall - bare.wall) / slow,
            goal=10.0,
            allowed=24.0,
        ),
        Line(name="Definitions load, s (wall)", value=found["definitions"].wall / slow, goal=4.0, allowed=4.4),
        Line(
            name="Orchestration a step, s (CPU)",
            value=cold.told["orchestration"] / steps / slow,
            goal=0.1,
            allowed=0.15,
        ),
        Line(name="Nothing new beyond start-up, s (CPU)", value=nothing_new, goal=1.0, allowed=1.1),
    ]  # fmt: skip
    missed = [f"{line.name}: {line.value:.2f}, goal {line.goal}" for line in lines if line.value > line.goal]
    grown = [
        f"{line.name}: {line.value:.2f}, at most {line.allowed}"
        for line in lines
        if line.value > line.allowed
    ]
    if heavy := found["definitions"].told["heavy"]:
        grown.append(f"Definitions import {', '.join(heavy)}")
    return Judged(lines=lines, missed=missed, grown=grown)


def processors() -> int:
    """Processors of this machine."""
    return os.cpu_count() or 1
