"""Whether the delivered bytes and the typed rows are those that the ledger tells of."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import polars as pl

from pipelines.home import Home
from pipelines.intake.delivery import Delivery, deliveries
from pipelines.intake.staging import names_of
from pipelines.intake.verdict import REFUSED
from pipelines.sealed import SealBroken
from pipelines.verifying.verified import REFRESH, RESTORE, Fault, Look, Verified


def store(look: Look) -> None:
    """Every delivered file by its hash, the names beside them, and no file besides."""
    folder = look.home.store
    known = deliveries(look.home).values()
    wanted = {each.sha256: each for each in known if not each.is_gone}
    if gone := sum(each.is_gone for each in known):
        look.found.count("deliveries past retention", gone)
    files = {path.name: path for path in sorted(folder.iterdir())} if folder.is_dir() else {}
    hashes = look.hashes(files[name] for name in wanted if name in files)
    for name, delivery in wanted.items():
        if name not in files:
            if not _was_never_kept(delivery):
                look.fault(folder / name, "A delivered file is missing.", _bring_back(delivery))
            continue
        look.found.count("delivered files")
        if hashes[files[name]] != name:
            look.fault(files[name], "The file is not as it was delivered.", _bring_back(delivery))
        try:
            names_of(folder, name)
        except SealBroken:
            words = "The names that the file came under are missing or changed."
            look.fault(folder / f"{name}.json", words, RESTORE)
    own = {*wanted, *(f"{name}.json" for name in wanted)}
    for name in sorted(set(files) - own):
        look.fault(
            files[name],
            "No line of the ledger tells of this file.",
            "Where a run was killed, run `scorecard refresh` and look again. Otherwise find out who put it there, and "
            "remove it.",
        )


def store_faults(home: Home) -> list[Fault]:
    """What is not as it was delivered, of the stored bytes alone."""
    found = Verified()
    with ThreadPoolExecutor() as pool:
        store(Look(home, found, pool))
    return [fault for fault in found.faults if not fault.place.endswith(".json")]


def rows(look: Look) -> None:
    """Every file of every delivery's rows: its hash, and as many rows as the ledger says were accepted."""
    folder = look.home.rows
    newest = {
        each.folder_name: each
        for each in deliveries(look.home).values()
        if each.verdict != REFUSED and not each.is_gone
    }
    known = _told(look)
    standing = {path.name: path for path in sorted(folder.iterdir())} if folder.is_dir() else {}
    paths = {name: sorted(standing[name].iterdir()) for name in known if name in standing}
    hashes = look.hashes(path for each in paths.values() for path in each)
    for name, delivery in newest.items():
        if name not in standing:
            look.fault(folder / name, "The rows of a delivery are missing.", REFRESH)
            continue
        look.found.count("deliveries with rows")
        counts = dict(look.pool.map(_count, (path for path in paths[name] if _is_table(path))))
        for source, count in _accepted(delivery).items():
            if counts.get(source) != count:
                words = f"{counts.get(source, 'No')} rows of {source}, where the ledger says {count}."
                look.fault(standing[name], words, _again(folder / name))
    for name, each in paths.items():
        told = known[name]
        if not told:
            continue  # of before hashes were written down; the counts were looked at
        here = {path.name: hashes[path] for path in each}
        for file in sorted({*told, *here}):
            if here.get(file) != told.get(file):
                how = "missing" if file not in here else "not of ours" if file not in told else "changed"
                look.fault(folder / name / file, f"A file of rows is {how}.", _again(folder / name))
    for name in sorted(set(standing) - set(known)):
        words = "An unfinished folder of a run that was killed." if name.startswith(".") else "Nobody's rows."
        if not (look.is_running and name.startswith(".")):
            look.fault(standing[name], words, "Remove it.")
    if old := len(set(paths) - set(newest)):
        look.found.remarks.append(
            f"{old} folders of rows are of earlier readings; `scorecard purge` removes them."
        )


def _told(look: Look) -> dict[str, dict[str, str]]:
    """The hashes of the files of every folder of rows that the ledger ever told of."""
    return {
        f"{record.facts['delivery_id']}.{record.facts['reading']}": dict(record.facts.get("files", {}))
        for record in look.home.ledger.of("delivered")
        if record.facts["verdict"] != REFUSED
    }


def _accepted(delivery: Delivery) -> dict[str, int]:
    found: dict[str, int] = {}
    for part in delivery.parts:
        found[part["source"]] = found.get(part["source"], 0) + part["accepted"]
    return found


def _is_table(path: Path) -> bool:
    return path.suffix == ".parquet" and path.stem not in ("findings", "unknown")


def _count(path: Path) -> tuple[str, int]:
    try:
        return path.stem, int(pl.scan_parquet(path).select(pl.len()).collect().item())
    except (pl.exceptions.PolarsError, OSError):
        return path.stem, -1


def _was_never_kept(delivery: Delivery) -> bool:
    """Whether the file was too large to be taken in."""
    return delivery.verdict == REFUSED and "found a larger one" in delivery.reason


def _bring_back(delivery: Delivery) -> str:
    return (
        f"Restore it from the newest backup, or remove it and drop the same file of {delivery.agency}, {delivery.month}, "
        "in the inbox again; then run `scorecard refresh`."
    )


def _again(folder: Path) -> str:
    return (
        f"Remove the folder {folder.name} and run `scorecard refresh --all`: it is made again from the store."
    )
