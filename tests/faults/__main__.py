"""`python -m tests.faults --write` tries every fault of machines and writes its part of docs/faults.md.

That takes hours of one processor. With `--log` every trial is written down, and what is there already is not tried again;
with `--minutes` it stops, and the page says how many of how many were tried. The order is by chance, the same each time.
"""

import argparse
import json
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from tests.faults import damage, failing_disk, machines, page, places
from tests.faults.deeds import States
from tests.faults.trials import (
    Fault,
    Job,
    Trial,
    jobs,
    kills_at_moments,
    kills_at_stages,
    refusals,
    unreadables,
)

MOMENTS, TIMES = 60, 4


def planned(states: States, folder: Path, disk: Path | None) -> Iterator[tuple[Job, Path]]:
    """Every trial that there is, and where it is made."""
    place = folder / "place"
    for each in (
        jobs(kills_at_stages(states, folder), states),
        jobs(kills_at_moments(states, folder, MOMENTS), states),
        jobs(refusals(states, folder), states),
        jobs(unreadables(states, folder), states),
        jobs(places.wals(states, folder), states),
        damage.damages(states, folder, TIMES),
        jobs(machines.gone(), states),
        jobs(machines.read_only(), states) if disk else (),
        jobs(machines.two_at_once(), states),
        jobs(machines.clocks(), states),
        places.elsewhere(states),
        jobs(_failing(states, folder), states),
    ):
        yield from ((job, place) for job in each)
    if disk:
        yield from ((job, disk / "place") for job in jobs(machines.full(disk), states))
    else:
        print("NOT TRIED: full and read-only disks, which need the right to mount one", flush=True)


def _failing(states: States, folder: Path) -> Iterator[Fault]:
    try:
        yield from failing_disk.failing(states, folder, TIMES)
    except failing_disk.NoCompiler:
        print("NOT TRIED: a disk that fails, which needs a C compiler and Linux", flush=True)


def main() -> None:
    """Try everything that there is time for, and write the page where asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="Write its part of docs/faults.md.")
    parser.add_argument("--minutes", type=float, default=6000, help="Stop after so many.")
    parser.add_argument("--log", type=Path, help="A file that gets a line of JSON for every fault.")
    given = parser.parse_args()
    begun = time.monotonic()
    lines = given.log.read_text(encoding="utf-8").splitlines() if given.log and given.log.exists() else []
    found = [Trial(**json.loads(line)) for line in lines]
    known = Counter((each.kind, each.what) for each in found)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        states = States(folder / "states")
        machines.prepared(states)
        with machines.disk_if_possible(folder / "disk") as disk:
            work = list(planned(states, folder, disk))
            counts = Counter(job.kind for job, _ in work)
            random.Random(1).shuffle(work)
            for job, place in work:
                if known[(job.kind, job.what)] > 0:
                    known[(job.kind, job.what)] -= 1
                    continue
                if time.monotonic() - begun > given.minutes * 60:
                    print("Stopped: its time is over.", flush=True)
                    break
                trial = job.run(place)
                found.append(trial)
                if given.log:
                    with given.log.open("a", encoding="utf-8") as file:
                        file.write(json.dumps(asdict(trial)) + "\n")
                if not trial.survived or trial.silent or trial.leaked:
                    print(f"{trial.kind}. {trial.what}: {trial.words}", flush=True)
    print(
        f"{len(found)} of {sum(counts.values())} tried, in {(time.monotonic() - begun) / 60:.0f} minutes",
        flush=True,
    )
    if given.write:
        page.write_part(page.MACHINE, page.machine(found, counts))


if __name__ == "__main__":
    main()
