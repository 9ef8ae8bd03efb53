"""`python -m tests.faults --write` tries every fault of machines and writes its part of docs/faults.md.

It takes an hour or so of one processor; `--share 0.1` tries a tenth of what there is of each.
"""

import argparse
import json
import math
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from tests.faults import damage, machines, page, places
from tests.faults.deeds import States
from tests.faults.trials import (
    Trial,
    kills_at_moments,
    kills_at_stages,
    refusals,
    sampled,
    tried,
    unreadables,
)

MOMENTS, TIMES, MOST = 60, 6, 60


def trials(folder: Path, share: float) -> Iterator[Trial]:
    """What became of each fault."""
    for name in ("states", "tries"):
        (folder / name).mkdir()
    states, place = States(folder / "states"), folder / "tries" / "place"
    few = [*machines.two_at_once(), *machines.gone(), *machines.clocks(), *places.wals(states, folder)]
    for fault in few:
        yield tried(fault, states, place)
    yield from places.elsewhere(states, folder)
    try:
        with machines.small_disk(folder / "disk") as disk:
            machines.prepared(states)
            for fault in machines.full(disk):
                yield tried(fault, states, disk / "place")
            for fault in machines.read_only():
                yield tried(fault, states, place)
    except machines.NoDisk:
        print("NOT TRIED: full and read-only disks, which need the right to mount one", flush=True)
    yield from damage.damages(states, folder / "tries", max(1, math.ceil(TIMES * share)))
    for fault in kills_at_moments(states, folder / "tries", math.ceil(MOMENTS * share)):
        yield tried(fault, states, place)
    stages = list(kills_at_stages(states, folder / "tries"))
    for fault in sampled(stages, math.ceil(len(stages) * share)):
        yield tried(fault, states, place)
    for each in (refusals, unreadables):
        for fault in sampled(each(states, folder / "tries"), math.ceil(MOST * share)):
            yield tried(fault, states, place)


def main() -> None:
    """Try everything; write the page where asked, also of what was tried until somebody stopped it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="Write docs/faults.md.")
    parser.add_argument("--share", type=float, default=1.0, help="How much of each to try, up to 1.")
    parser.add_argument("--minutes", type=float, default=600, help="Stop after so many.")
    parser.add_argument("--log", type=Path, help="A file that gets a line of JSON for every fault.")
    given = parser.parse_args()
    begun, found = time.monotonic(), []
    with tempfile.TemporaryDirectory() as folder:
        for trial in trials(Path(folder), given.share):
            found.append(trial)
            if given.log:
                with given.log.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(asdict(trial)) + "\n")
            if not trial.survived or trial.silent or trial.leaked:
                print(f"{trial.kind}. {trial.what}: {trial.words}", flush=True)
            if time.monotonic() - begun > given.minutes * 60:
                print("Stopped: its time is over.", flush=True)
                break
        else:
            print("Everything was tried.", flush=True)
    print(f"{len(found)} tried in {(time.monotonic() - begun) / 60:.0f} minutes", flush=True)
    if given.write:
        page.write_part(page.MACHINE, page.machine(found, whole=given.share >= 1))


if __name__ == "__main__":
    main()
