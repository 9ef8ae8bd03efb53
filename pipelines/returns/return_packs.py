"""Return packs: after a refresh each supplier's own issues, at their places in its own files, ready to be sent back.

The packs are made from the issues and from the delivered bytes, never from our tables. They hold the supplier's values,
so their folder is for its owner alone, and nothing of them is told but counts.
"""

import os
import shutil
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from pipelines import fingerprint
from pipelines.files import swap_folder, write_whole
from pipelines.home import Home
from pipelines.returns.packed import MADE, Made, code_files, folder_of, known, mark, packs
from pipelines.returns.return_files import file_name
from pipelines.sealed import file_hash, sealed
from pipelines.settings import ROOT
from schemas.issue import OPEN, SEVERITIES
from scorecards.period import Month
from scorecards.return_pack.content import Line, Pack, Refused
from sources.catalogue import AGENCY_NAMES

_BANK_HOLIDAYS = ROOT / "data" / "reference" / "bank_holidays.csv"


def write_packs(home: Home, month: Month, issues: pl.DataFrame) -> list[Made]:
    """Write the packs of a month from its issues (`schemas.issue`), all in one step, and say what they hold.

    A supplier is asked about the open issues of its own records. Packs made from the same issues by the same code are
    left as they are.
    """
    away = _turned_away(home, month)
    target, made_from = folder_of(home, month), _made_from(home, month, issues, away)
    before = known(home, month)
    facts = {"of": mark(home, month), "made_from": made_from}
    if before is not None and before["made_from"] == made_from:
        if before != {**before, **facts}:
            write_whole(target / MADE, sealed({**before, **facts}))
        return packs(home, month)
    ours = issues.filter(
        pl.col("agency").is_in(list(AGENCY_NAMES)),
        pl.col("state").is_in([*OPEN, "fixed"]),
        pl.col("severity") != "not_run",
    )
    asked = ours.filter(pl.col("state").is_in(OPEN)).select("authority", "agency").unique().rows()
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = Path(tempfile.mkdtemp(dir=target.parent, prefix="."))
    try:
        made = [
            _write(
                home,
                month,
                beside,
                supplier,
                ours.filter(pl.col("authority") == supplier[0], pl.col("agency") == supplier[1]),
                away.get(supplier, ()),
            )
            for supplier in sorted({*asked, *away})
        ]
        files = {
            path.relative_to(beside).as_posix(): file_hash(path)
            for path in sorted(beside.rglob("*"))
            if path.is_file()
        }
        _keep(beside / MADE, sealed({**facts, "packs": [each.__dict__ for each in made], "files": files}))
        swap_folder(beside, target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return made


def deadline(home: Home, month: Month) -> date:
    """The day by which suppliers are asked to answer: the setting's working days after the extract month's last day,
    so that it is the same whenever the packs are made."""
    from pipelines.figures.reference import calendar

    days = calendar(_BANK_HOLIDAYS)
    end = int(days.filter(pl.col("day") == month.last_day)["working_day_number"].item())
    wanted = end + home.settings.return_working_days
    return date.fromisoformat(str(days.filter(pl.col("working_day_number") == wanted)["day"].min()))


def _turned_away(home: Home, month: Month) -> dict[tuple[str, str], tuple[Refused, ...]]:
    """The month's files that are not used, by authority and agency. What a person of ours said of one stays with us."""
    from pipelines.intake.delivery import deliveries
    from pipelines.intake.verdict import HELD, REFUSED, decisions

    said = decisions(home)
    found: dict[tuple[str, str], tuple[Refused, ...]] = {}
    for each in deliveries(home).values():
        if each.month == str(month) and each.verdict in (REFUSED, HELD):
            is_ours = each.verdict == HELD and each.delivery_id in said
            words = "We hold it back until we have spoken with you." if is_ours else each.reason
            file = Refused(name=file_name(home, each.sha256), reason=words)
            supplier = (each.authority, each.agency)
            found[supplier] = (*found.get(supplier, ()), file)
    return found


def _write(
    home: Home,
    month: Month,
    beside: Path,
    supplier: tuple[str, str],
    issues: pl.DataFrame,
    away: tuple[Refused, ...],
) -> Made:
    """One supplier's pack, in a folder of its own."""
    from pipelines.returns.return_files import lines, marked_copy, opened, readable_rows
    from scorecards.return_pack.issues_workbook import issues_workbook
    from scorecards.return_pack.letter import letter
    from scorecards.return_pack.readable_copy import readable_copy
    from sources.preflight.password import closed

    authority, agency = supplier
    name = agency if authority == home.settings.authority.code else f"{agency}-{authority}"
    asked = issues.filter(pl.col("state").is_in(OPEN))
    digests = asked["file"].drop_nulls().unique(maintain_order=True).to_list()
    files = [
        opened(home, digest, number, asked.filter(pl.col("file") == digest))
        for number, digest in enumerate(digests, start=1)
    ]
    secret = next((each.password for each in files if each.password), None)
    told = [
        *lines(asked.filter(pl.col("file").is_null()), 0, {}),
        *(line for each in files for line in each.lines),
    ]
    pack = Pack(
        agency_name=AGENCY_NAMES[agency],
        partnership=home.settings.name,
        month_name=month.name,
        deadline=deadline(home, month),
        is_made_up=home.settings.is_made_up,
        lines=tuple(sorted(told, key=_order)),
        fixed=issues.height - asked.height,
        has_password=secret is not None,
        refused=away,
    )
    copies = [marked_copy(home, each, pack, f"{name}-{month}") for each in files]
    pack = replace(pack, files=tuple(file for file, _ in copies))
    parts = {file.returned: data for file, data in copies if data}
    rows = [each for file, (said, _) in zip(files, copies, strict=True) for each in readable_rows(file, said)]
    if rows:
        parts[rows[0].file.returned] = readable_copy(pack, rows)
    if pack.lines:
        parts["issues.xlsx"] = issues_workbook(pack)
    parts["covering-letter.html"] = letter(pack).encode()
    if secret:
        parts = {
            part: closed(data, secret) if part.endswith((".xlsx", ".xlsm")) else data
            for part, data in parts.items()
        }
    folder = beside / name
    folder.mkdir(mode=0o700)
    for part, data in parts.items():
        _keep(folder / part, data)
    return Made(
        folder=name,
        issues=len(pack.lines),
        marked=sum(file.is_marked for file in pack.files),
        readable=sum(bool(file.returned) and not file.is_marked for file in pack.files),
        listed=sum(not file.returned for file in pack.files),
        refused=len(away),
    )


def _keep(path: Path, data: bytes) -> None:
    """Write a file for its owner alone, whatever the process gives to others."""
    with open(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb"
    ) as file:
        file.write(data)


def _order(line: Line) -> tuple[Any, ...]:
    """The worst first, then as they stand in the files."""
    place = (line.file, line.sheet_number or 0, line.row or 0, line.column_number or 0)
    return (list(SEVERITIES).index(line.severity), *place, line.rule, line.issue)


def _made_from(
    home: Home, month: Month, issues: pl.DataFrame, away: dict[tuple[str, str], tuple[Refused, ...]]
) -> str:
    shown = issues.sort("issue").with_columns(pl.col("indicators").list.join(","))
    settings = home.settings
    facts = (settings.name, settings.is_made_up, settings.authority.code, deadline(home, month))
    return fingerprint.of_files(code_files(), shown.write_csv(), *map(str, facts), str(away))
