"""What grows with the number of authorities: the whole way from files, and the build from accepted rows."""

import shutil
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pipelines.home import Home
from pipelines.settings import settings
from tests.benchmark.clock import Taken, taken
from tests.benchmark.goals import Goal
from tests.benchmark.nation import corrected, make_nation, spread, write_settings
from tests.benchmark.prepared import prepare
from tests.benchmark.runs import MONTH, Bench


def files(folder: Path, authorities: int, *, with_analyst: bool) -> dict[str, Any]:
    """Ours and the scripts from the files of so many authorities to outputs, one run each after everything is
    compiled."""
    inbox, chosen = folder / "inbox", None
    _run("pipelines.cli", "sample", "--out", str(inbox), "--scale", str(authorities), "--truth", "0")
    if authorities > 1:
        codes = sorted(each.name for each in inbox.iterdir() if each.is_dir() and each.name != "truth")
        chosen = write_settings(folder / "settings", codes)
    bench = Bench(folder, inbox, chosen)
    lines = {"engine": bench.line("engine")}
    bench.prepare(folder / "engine")
    for name in ("bare", "analyst") if with_analyst else ("bare",):
        lines[name] = bench.line(name)
    return {
        "authorities": authorities,
        "rows": lines["bare"].told["rows"],
        "lines": {name: asdict(each) for name, each in lines.items()},
    }


def build(
    folder: Path, authorities: int, *, inbox: Path | None, lines: Sequence[str], memory: str = ""
) -> dict[str, Any]:
    """The build of a made-up nation from its accepted rows, made in `folder` unless it stands there: each of `lines` in
    turn. `build` is the whole; `bare` the bare script over the same rows, after a build; `change` the build again after
    one authority's newest Mosaic file changed; `limited` the whole with DuckDB's memory limited to `memory`."""
    file = folder / "settings" / "partnership.toml"
    if file.exists():
        home = Home(settings(file, inbox=folder / "inbox", home=folder / "home"))
    else:
        home = make_nation(folder, authorities, inbox=inbox)
    taken_by: dict[str, Taken] = {}
    for name in lines:
        if name in ("build", "limited"):
            shutil.rmtree(home.builds, ignore_errors=True)
            home.builds.mkdir(mode=0o700)
        if name == "bare":
            prepare(folder / "scripts", home=home, month=MONTH)
            taken_by[name] = _run("tests.benchmark.bare_build", str(folder / "scripts"))
            continue
        if name == "change":
            corrected(
                home, min(home.settings.names), "mosaic.contact", salt=str(len(list(home.rows.iterdir())))
            )
        taken_by[name] = _built(folder, _limited(file, memory) if name == "limited" else file)
    return {
        "authorities": authorities,
        "rows": next(iter(taken_by.values())).told["rows"],
        "memory": memory,
        "lines": {name: asdict(each) for name, each in taken_by.items()},
    }


def _limited(file: Path, memory: str) -> Path:
    limited = file.with_name("limited.toml")
    text = file.read_text(encoding="utf-8")
    limited.write_text(f'{text}\n[engine]\nmemory = "{memory}"\n', encoding="utf-8")
    return limited


def _built(folder: Path, settings_file: Path) -> Taken:
    environment = {
        "SCORECARD_SETTINGS": str(settings_file),
        "SCORECARD_INBOX": str(folder / "inbox"),
        "SCORECARD_HOME": str(folder / "home"),
    }
    return _run("tests.benchmark.building", MONTH, **environment)


def _run(module: str, *words: str, **environment: str) -> Taken:
    return taken(module, *words, environment=environment)


def validation(
    folder: Path, inbox: Path | None, *, rows: int, rounds: int, home: Path | None = None
) -> dict[str, Any]:
    """The rules of so many rows; the rows are those of a home, made when not given."""
    if home is None:
        home = make_nation(folder / "validated", 1, inbox=inbox).folder
    found = _run("tests.benchmark.validating", str(home / "rows"), str(rows), str(rounds))
    return dict(found.told)


def growth_of_builds(folder: Path, known: Home) -> list[Goal]:
    """Whether a build of five authorities costs at most in proportion more than one of one, and one changed authority
    less than all: the cheap form, on copies of the rows that a home of one has taken in, in CPU seconds without
    start-up."""
    own, others = known.settings.authority.code, [f"Z{number:03}" for number in range(2, 6)]
    shutil.copytree(known.folder, folder / "home", ignore=shutil.ignore_patterns("builds"))
    shutil.copy(known.settings.key, folder / "home.key")
    (folder / "inbox" / MONTH).mkdir(parents=True)
    file = write_settings(folder / "settings", [own])
    one = build(folder, 1, inbox=None, lines=("build",))
    spread(Home(settings(file, inbox=folder / "inbox", home=folder / "home")), own, others)
    write_settings(folder / "settings", [own, *others])
    five = build(folder, 5, inbox=None, lines=("build", "change"))
    cost = {
        (size, name): taken["cpu"] - taken["told"]["stages"]["start-up"]["cpu"]
        for size, found in ((1, one), (5, five))
        for name, taken in found["lines"].items()
    }
    return [
        Goal(
            name="Build of five authorities, of five builds of one (CPU)",
            measured=cost[5, "build"] / (5 * cost[1, "build"]), bound=1.0, allowed=1.1,
        ),
        Goal(
            name="One changed authority of five, of a rebuild (CPU)",
            measured=cost[5, "change"] / cost[5, "build"], bound=1.0, allowed=0.9,
        ),
    ]  # fmt: skip
