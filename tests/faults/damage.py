"""What stands is damaged: bits turn, ends are cut off. It is told, and what is told to do about it brings all back."""

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from pipelines.backup.restoring import restore
from pipelines.builds import current
from pipelines.ledger import LedgerBroken
from pipelines.leftovers import finish_alone
from pipelines.verifying.verified import verified
from tests.faults import work
from tests.faults.deeds import DEEDS, States, outcome, refresh
from tests.faults.trials import Job, Trial

FLIPPED, CUT = "A bit turned in what stands", "A file cut short in what stands"
Mend = Callable[[Path], object]


def _bring_back(place: Path) -> None:
    """From the backup, into an empty place."""
    shutil.rmtree(place / "home")
    restore(place / "backup.tar", work.home_at(place))


def _read_again(place: Path) -> None:
    """As the words of `verify` say: the folder goes, and the rows are made again from the store."""
    for fault in verified(work.home_at(place)).faults:
        parts = Path(fault.place).parts
        if parts[0] == "rows" and len(parts) > 1:
            shutil.rmtree(place / "home" / "rows" / parts[1], ignore_errors=True)
    refresh(place)


def _publish(place: Path) -> None:
    DEEDS["publish"].do(place)


def damaged_parts(place: Path) -> dict[str, tuple[list[Path], Mend]]:
    """What can be damaged, by its name: its files, and what anyone is told to do."""
    home = work.home_at(place)
    pointer = current(home, work.MARCH)
    assert pointer is not None
    return {
        "the ledger": ([home.ledger.path], _bring_back),
        "the audit log": ([home.folder / "audit.jsonl"], _bring_back),
        "delivered bytes": (sorted(home.store.glob("*[!n]")), _bring_back),
        "rows": (sorted(home.rows.rglob("*.parquet")), _read_again),
        "the build": ([home.builds / str(work.MARCH) / f"{pointer['build']}.duckdb"], refresh),
        "the name of the present build": ([home.builds / str(work.MARCH) / "current.json"], refresh),
        "frozen files": (sorted(home.folder.glob("releases/*")), _bring_back),
        "published files": (
            sorted(path for path in home.published.glob("*/**/*") if path.is_file()),
            _publish,
        ),
    }


def damages(states: States, folder: Path, times: int) -> Iterator[Job]:
    """Every part damaged in both ways, so many times each."""
    standing, wanted = states.before(DEEDS["lose"]), states.outcome(DEEDS["publish"])
    place = work.copied(standing, folder / "kept")
    DEEDS["backup"].do(place)
    backup = shutil.move(place / "backup.tar", folder / "backup.tar")
    shutil.rmtree(place)

    def damage(place: Path, kind: str, name: str, number: int) -> Trial:
        work.copied(standing, place)
        shutil.copyfile(backup, place / "backup.tar")
        files, mend = damaged_parts(place)[name]
        chance = random.Random(f"{kind} {name} {number}")
        path = chance.choice([each for each in files if each.stat().st_size])
        data = bytearray(path.read_bytes())
        if kind == FLIPPED:
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        else:
            del data[chance.randrange(len(data)) :]
        path.write_bytes(data)
        trial = _looked_at(kind, name, place, mend, wanted)
        shutil.rmtree(place)
        return trial

    for name in damaged_parts(standing):
        for kind in (FLIPPED, CUT):
            for number in range(times):
                yield Job(kind, name, lambda place, k=kind, n=name, i=number: damage(place, k, n, i))


def _looked_at(kind: str, name: str, place: Path, mend: Mend, wanted: object) -> Trial:
    words, is_told, found = "", False, None
    try:
        is_told = bool(verified(work.home_at(place)).faults)
    except LedgerBroken:
        is_told = True
    try:
        mend(place)
        finish_alone(work.home_at(place))
        found = outcome(place)
    except Exception as error:
        words = f"{type(error).__name__}: {error}"
    if found is not None and found != wanted:
        words = str(found)[:600]
    return Trial(
        kind=kind, what=name, survived=found == wanted, silent=not is_told, leaked=bool(work.leaked(place)), words=words
    )  # fmt: skip
