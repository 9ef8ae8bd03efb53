"""Whether every month's build, review and return packs are as they were made."""

import json
from pathlib import Path

import duckdb

from pipelines.builds import BUILT
from pipelines.contents import Contents, contents
from pipelines.database import database
from pipelines.database import rows as query
from pipelines.intake.delivery import deliveries
from pipelines.intake.expecting import PAGE, page_name
from pipelines.keeping.gone import Gone
from pipelines.publication.editions import standing
from pipelines.review.check_rows import is_as_made
from pipelines.sealed import SealBroken, file_hash, unsealed
from pipelines.verifying.verified import RESTORE, Look
from scorecards.period import Month


def builds(look: Look) -> None:
    """Every month's build: its pointer, its bytes, its rows and contents, and the deliveries that it names."""
    folders = sorted(path for path in look.home.builds.glob("[0-9]*") if path.is_dir())
    hashes = look.hashes(path for folder in folders for path in folder.glob("[!.]*.duckdb"))
    for folder in folders:
        _month(look, folder, {path: text for path, text in hashes.items() if path.parent == folder})


def _month(look: Look, folder: Path, hashes: dict[Path, str]) -> None:
    remedy = f"Run `scorecard refresh --month {folder.name}`: it is made again."
    pointer, judged = folder / "current.json", folder / "expectations.json"
    if judged.exists() and not _is_sealed(judged):
        look.fault(
            judged,
            "What was said of the month's deliveries was changed.",
            "Remove it: the next refresh asks again.",
        )
    for path in sorted(folder.iterdir()):
        own = path.name in ("current.json", "expectations.json") or path.name.endswith(
            (".checks.parquet", ".checks.json")
        )
        if not own and path not in hashes and path.name[0] != ".":
            look.fault(path, "A file that no build has.", "Find out who put it there, and remove it.")
    if not pointer.exists():
        if hashes:
            look.fault(pointer, "The pointer to the month's build is missing.", remedy)
        return
    try:
        facts = unsealed(pointer)
    except SealBroken:
        if '"contents"' not in pointer.read_text(encoding="utf-8", errors="replace") and _is_json(pointer):
            words = f"The build of {folder.name} was made before contents were written down; only a rebuild can tell."
            look.found.remarks.append(words)
        else:
            look.fault(pointer, "The pointer to the month's build was changed.", remedy)
        return
    build = folder / f"{facts['build']}.duckdb"
    if build not in hashes:
        look.fault(build, "The month's build is missing.", remedy)
        return
    look.found.count("builds")
    if hashes[build] != facts["sha256"]:
        look.fault(build, "The month's build was changed.", remedy)
    else:
        _counted(look, build, Contents.of_facts(facts["contents"]), remedy)
    known, gone = deliveries(look.home), Gone(look.home)
    for line in facts["sources"]:
        delivery = known.get(line["delivery"])
        if delivery is None or gone.replaced.get(line["sha256"], line["sha256"]) != delivery.sha256:
            look.fault(
                pointer,
                f"The build rests on a delivery of {line['source']} that the ledger does not tell of.",
                remedy,
            )
    if hashes[build] == facts["sha256"] and not is_as_made(look.home, Month.parse(folder.name)):
        kept = build.with_suffix(".checks.parquet")
        look.fault(
            kept,
            "What the checks found was changed.",
            "Remove it and the .checks.json beside it: the next review reads it again.",
        )
    for path in sorted(set(hashes) - {build}):
        look.found.count("superseded builds")
        _of_before(look, path, hashes[path])


def _of_before(look: Look, build: Path, digest: str) -> None:
    """A build that another took the place of, from which something may be published: held against the ledger's word."""
    told = [each.facts for each in look.home.ledger.of(BUILT) if each.facts["build"] == build.stem][-1:]
    if any(each["sha256"] == digest for each in told):
        return
    rests = [each.name for each in standing(look.home) if each.build == build.stem]
    remedy = f"{RESTORE} {', '.join(rests)}, rests on it." if rests else "Remove it: nothing rests on it."
    try:
        now = contents(build)
    except duckdb.Error:
        look.fault(build, "A build of before the present one is damaged.", remedy)
        return
    if any((each["version"], each["contents"]) != (now.version, now.hash) for each in told):
        look.fault(build, "A build of before the present one was changed.", remedy)


def _counted(look: Look, build: Path, told: Contents, remedy: str) -> None:
    """Count every table again, and hold the steps' own counts against them."""
    try:
        now = contents(build)
        with database(build, read_only=True) as connection:
            steps = {
                step: json.loads(text)
                for step, text in query(connection, "select step, counts from build_step")
            }
    except duckdb.Error:
        look.fault(build, "The month's build cannot be opened.", remedy)
        return
    look.found.count("rows in builds", sum(now.rows.values()))
    differ = now.differences(told) if now.version == told.version else _fewer(now, told)
    for table in differ:
        look.fault(build, f"{table} does not hold what it was made with.", remedy)
    for table, count in {**steps.get("load", {}), **steps.get("core", {})}.items():
        if now.rows.get(table) != count:
            look.fault(
                build, f"{now.rows.get(table, 'No')} rows of {table}, where {count} were made.", remedy
            )


def _fewer(now: Contents, told: Contents) -> list[str]:
    return sorted(name for name, count in told.rows.items() if now.rows.get(name) != count)


_LISTS = ("made.json", "restatements.json")
"""What a folder of derived files says of them: of a review or of packs, and of a comparison with what was published."""


def derived(look: Look) -> None:
    """Reviews, restatements and return packs, each against the list of hashes that it was written with."""
    for kind, command in (("review", "review"), ("returns", "refresh")):
        for folder in sorted((look.home.folder / kind).glob("[0-9]*")):
            _listed(
                look, kind, folder, f"Remove the folder and run `scorecard {command} --month {folder.name}`."
            )
    seen = look.home.folder / "seen.json"
    if seen.exists() and not _is_sealed(seen):
        look.fault(
            seen,
            "The memory of the inbox is damaged.",
            "Remove it: the next refresh looks at every file once more.",
        )


def _listed(look: Look, kind: str, folder: Path, remedy: str) -> None:
    told: dict[str, str] = {}
    for name in _LISTS:
        if not (folder / name).exists():
            continue
        try:
            told |= unsealed(folder / name).get("files", {})
        except SealBroken:
            look.fault(folder / name, "What was made is missing or changed.", remedy)
            return
    told |= _page_of_expectations(look, folder)
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name not in _LISTS]
    here = {path.relative_to(folder).as_posix(): text for path, text in look.hashes(paths).items()}
    look.found.count("files of reviews and returns", len(here))
    for name in sorted({*here, *told}):
        if here.get(name) != told.get(name):
            how = "missing" if name not in here else "not of ours" if name not in told else "changed"
            look.fault(folder / name, f"A file of {kind} is {how}.", remedy)


def _page_of_expectations(look: Look, folder: Path) -> dict[str, str]:
    """The page of a month's expectations and its hash, which the kept verdicts tell; older ones told none."""
    kept, page = look.home.builds / folder.name / "expectations.json", folder / page_name(folder.name)
    if folder.parent.name != "review" or not kept.exists():
        return {}
    try:
        of_page = unsealed(kept).get(PAGE)
    except SealBroken:  # told where the verdicts are looked at
        return {}
    if of_page is None:
        return {page.name: file_hash(page)} if page.exists() else {}
    return {page.name: str(of_page)}


def _is_sealed(path: Path) -> bool:
    try:
        unsealed(path)
    except SealBroken:
        return False
    return True


def _is_json(path: Path) -> bool:
    try:
        json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return False
    return True
