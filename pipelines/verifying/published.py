"""Whether what was published stands as it went out, and what was frozen of it is still there."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipelines.home import ROTATED, form_of
from pipelines.keeping.gone import ERASED, PURGED
from pipelines.publication.drafts import FROZEN
from pipelines.publication.editions import (
    PUBLISHED,
    Edition,
    FrozenFileBroken,
    editions,
    folder,
    manifest,
    standing,
)
from pipelines.publication.front_page import LANDING, is_as_written
from pipelines.publication.placing import MANIFEST
from pipelines.publication.releases import SHOWN
from pipelines.sealed import SealBroken, unsealed
from pipelines.verifying.verified import RESTORE, Look


def frozen(look: Look) -> None:
    """Every frozen file: named by its own hash, and named in the ledger."""
    home = look.home
    place = folder(home)
    wanted: dict[str, str] = {}
    for record in home.ledger.of(SHOWN):
        name = record.facts["release"]
        wanted[f"{name}.csv"] = name
        wanted[f"{name}.report.json"] = record.facts.get("report", "")
    for edition in editions(home):
        wanted[f"{edition.figures}.figures.csv"] = edition.figures
        wanted[f"{edition.manifest}.manifest.json"] = edition.manifest
    files = {path.name: path for path in sorted(place.iterdir())} if place.is_dir() else {}
    hashes = look.hashes(files.values())
    for name, digest in wanted.items():
        if name not in files:
            look.fault(place / name, "A frozen file of a publication is missing.", RESTORE)
            continue
        look.found.count("frozen files")
        if digest and hashes[files[name]] != digest:
            look.fault(files[name], "A frozen file of a publication was changed.", RESTORE)
    for name in sorted(set(files) - set(wanted)):
        text = hashes[files[name]]
        if name.split(".")[0] == text or name.endswith(".report.json"):
            look.found.remarks.append(
                "A frozen file of a publication that was never finished stands by itself."
            )
        else:
            look.fault(
                files[name], "A frozen file that no publication has.", "Find out who put it there; remove it."
            )


def published(look: Look) -> None:
    """Every file of every standing edition, the page that leads to them, and every draft."""
    home = look.home
    for edition in standing(home):
        try:
            facts = manifest(home, edition)
        except FrozenFileBroken:
            continue  # told already
        again = f"Run `scorecard publish --quarter {edition.quarter}` again, or restore it from the newest backup."
        place = home.published / edition.quarter
        _against(look, place, facts, "published", again)
        if (place / MANIFEST).exists() and not _is_of(
            place / MANIFEST, edition
        ):  # earlier releases wrote none
            look.fault(place / MANIFEST, "The list of the published files is changed.", again)
    _landing(look)
    _made_from(look)
    for path in sorted(home.drafts.glob("[0-9]*/draft.json")):
        again = f"Run `scorecard draft --quarter {path.parent.name}`."
        data = path.read_bytes()
        known = {record.facts["draft"] for record in home.ledger.of("drafted")}
        if sha256(data).hexdigest() not in known:
            look.fault(path, "The draft is not the one that the ledger tells of.", again)
            continue
        facts = json.loads(data)
        frozen = {f"{FROZEN}/{name}.csv": facts[name] for name in ("release", "figures")}
        _against(look, path.parent, {"files": {**facts["files"], **frozen}}, "drafted", again)


def _landing(look: Look) -> None:
    """The page that leads to what is published."""
    home = look.home
    known = standing(home)
    if not known:
        return
    page = home.published / LANDING
    if form_of(home.ledger) < 3:  # until then the page does not say whether it is as it was written
        look.found.remarks.append(
            "the page that leads to what is published is an earlier release's; `scorecard upgrade` writes it anew."
        )
        return
    if not page.exists() or not is_as_written(page.read_bytes()):
        again = f"Run `scorecard publish --quarter {known[-1].quarter}` again: it is written anew."
        look.fault(page, "The page that leads to what is published is missing or changed.", again)


def _made_from(look: Look) -> None:
    """The builds that standing editions were made from: without one none of its figures can be walked back. The ledger
    says where one had to go."""
    home = look.home
    let_go = max((record.number for record in home.ledger.of(ERASED, PURGED, ROTATED)), default=0)
    since = {record.facts["manifest"]: record.number for record in home.ledger.of(PUBLISHED)}
    for edition in standing(home):
        build = home.builds / edition.month / f"{edition.build}.duckdb"
        if not build.exists() and let_go < since[edition.manifest]:
            look.fault(build, f"The build of {edition.name}, is missing.", RESTORE)


def _is_of(path: Path, edition: Edition) -> bool:
    """Whether a folder's list is as it was written, and of this edition."""
    try:
        facts = unsealed(path)
    except SealBroken:
        return False
    return (facts["quarter"], facts["edition"], facts["withdrawn"]) == (
        edition.quarter, edition.number, edition.withdrawal is not None,
    )  # fmt: skip


def _against(look: Look, place: Path, facts: dict[str, Any], how: str, remedy: str) -> None:
    hashes = look.hashes(place / name for name in facts["files"])
    look.found.count(f"{how} files", len(hashes))
    for name, digest in facts["files"].items():
        if hashes[place / name] != digest:
            what = "changed" if (place / name).exists() else "missing"
            look.fault(place / name, f"A {how} file is {what}.", remedy)
