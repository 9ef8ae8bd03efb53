"""A home of many authorities, made cheaply: one authority's files are taken in, and the others are copies of its rows.

Taking in 150 authorities takes most of an hour and says nothing that one does not. So the files of one are taken in as
ever, and its typed rows are written again under the other codes, with the ledger's lines, hashes and fingerprints that an
intake of theirs would have made: whatever reads a home runs on it unchanged. What is not real: every authority has the
same figures, the stored bytes of the others are a line of text that only stands for a file, and their identifiers are
the first one's with the authority's number in front (so nobody is in two authorities).

As a command, `python -m tests.benchmark.nation FOLDER --authorities 30 [--inbox INBOX]`, it makes one in FOLDER:
`FOLDER/settings/partnership.toml`, `FOLDER/inbox` (which holds nothing but the newest month's empty folder), and
`FOLDER/home`.
"""

import argparse
import csv
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import polars as pl

from pipelines.files import write_whole
from pipelines.home import Home
from pipelines.intake.delivery import Delivery, deliveries
from pipelines.intake.intake import Intake
from pipelines.intake.staging import note_name
from pipelines.sealed import file_hashes
from pipelines.settings import ROOT, settings
from schemas.table import columns
from scorecards.period import Month
from sources.catalogue import AGENCIES, sources
from sources.synthetic.sample import OWN_AUTHORITY, write_sample

FIRST, LAST = "2021-04", "2023-03"

_SETTINGS = """name = "A made-up nation"
made_up = true
reported_from = "{first}"
[history_from]
mosaic = "2019-04"
eisi = "2019-04"
partnership = "2019-04"
[due]
until = "{last}"
[region]
code = "NATION"
names = ["A made-up nation"]
"""
_AUTHORITY = '[[region.authority]]\ncode = "{code}"\nnames = ["Made-up {code}", "Barnsley"]\n'


def make_nation(
    folder: Path, authorities: int, *, inbox: Path | None = None, last: str = LAST, seed: int = 1
) -> Home:
    """A home of so many authorities (`Z001`, `Z002`, …) in `folder`, which is new, ready to be built for `last`.

    `inbox` is the inbox of one authority, in the form without a folder of its own; it is made (24 months, without
    faults) when not given. Each authority adds about 230,000 rows in 18 MB to the rows and, built, 45 MB a month.
    """
    codes = [f"Z{number:03d}" for number in range(1, authorities + 1)]
    delivered = folder / "delivered"
    delivered.mkdir(parents=True)
    if inbox is None:
        out = delivered / codes[0]
        write_sample(out, first=FIRST, last=last, seed=seed, scale=1, faults="none", progress=None, truth=0)
    else:
        (delivered / codes[0]).symlink_to(inbox.resolve())
    file = write_settings(folder / "settings", codes, last=last)
    home = Home(settings(file, inbox=delivered, home=folder / "home"))
    home.open()
    with home.ledger.writing():
        intake = Intake(home)
        for agency in AGENCIES:
            intake.take_agency(agency, Month.parse(last))
    (folder / "inbox" / last).mkdir(parents=True)
    home = Home(settings(file, inbox=folder / "inbox", home=folder / "home"))
    spread(home, codes[0], codes[1:])
    return home


def write_settings(folder: Path, codes: list[str], *, first: str = FIRST, last: str = LAST) -> Path:
    """The settings of a region of `codes`, each with the shipped authority's population and teams; the file."""
    folder.mkdir(parents=True, exist_ok=True)
    text = _SETTINGS.format(first=first, last=last)
    file = folder / "partnership.toml"
    file.write_text(text + "".join(_AUTHORITY.format(code=code) for code in codes), encoding="utf-8")
    for name in ("population.csv", "team_groups.csv"):
        with (ROOT / "data" / "reference" / name).open(encoding="utf-8", newline="") as shipped:
            rows = list(csv.DictReader(shipped))
        with (folder / name).open("w", encoding="utf-8", newline="") as ours:
            writer = csv.DictWriter(ours, list(rows[0]))
            writer.writeheader()
            writer.writerows(
                {**row, "authority": code}
                for code in codes
                for row in rows
                if row["authority"] == OWN_AUTHORITY
            )
    return file


def spread(home: Home, code: str, others: Iterable[str]) -> None:
    """Give `others` copies of every usable delivery of `code`."""
    known = [each for each in deliveries(home).values() if each.authority == code and each.is_usable]
    frames = {each.delivery_id: _frames(home, each) for each in known}
    with home.ledger.writing():
        for number, other in enumerate(others, start=1):
            for each in known:
                _add(home, each, frames[each.delivery_id], other, mark=f"{number:04x}")


def corrected(home: Home, code: str, source: str, *, without: int = 1, salt: str = "") -> Delivery:
    """A newer file of an authority's newest report of `source`: the same rows but the last `without` ones. Other reports
    of its workbook come with it as they were."""
    old = [
        each
        for each in sorted(deliveries(home).values(), key=lambda each: (each.month, each.order))
        if each.authority == code and each.is_usable and any(part["source"] == source for part in each.parts)
    ][-1]
    frames = _frames(home, old)
    frames[f"{source}.parquet"] = frames[f"{source}.parquet"].head(-without)
    parts = tuple(
        {**part, "records": part["records"] - without, "accepted": part["accepted"] - without}
        if part["source"] == source
        else part
        for part in old.parts
    )
    with home.ledger.writing():
        return _add(
            home, replace(old, parts=parts), frames, code, mark="", salt=f"{old.delivery_id}{without}{salt}"
        )


def _frames(home: Home, delivery: Delivery) -> dict[str, pl.DataFrame]:
    """A delivery's files of rows by name."""
    folder = home.rows / delivery.folder_name
    return {path.name: pl.read_parquet(path) for path in sorted(folder.glob("*.parquet"))}


def _add(
    home: Home, old: Delivery, frames: Mapping[str, pl.DataFrame], code: str, *, mark: str, salt: str = ""
) -> Delivery:
    """A delivery like another one with other rows; `mark` stands before every identifier, as long as it is."""
    data = f"Stands for a file of {code}: {old.sha256}{salt}\n".encode()
    digest = sha256(data).hexdigest()
    named = sha256(f"{code}|{old.month}|{old.agency}|{digest}".encode()).hexdigest()[:16]
    new = replace(old, delivery_id=named, authority=code, sha256=digest)
    write_whole(home.store / digest, data)
    note_name(home.store, digest, "stands for a file.txt")
    folder = home.rows / new.folder_name
    shutil.copytree(home.rows / old.folder_name, folder, ignore=shutil.ignore_patterns("*.parquet"))
    for name, frame in frames.items():
        given = {"authority": code, "delivery_id": named}
        told = [pl.lit(text).alias(column) for column, text in given.items() if column in frame.columns]
        ids = [
            (pl.lit(mark) + pl.col(column).str.slice(len(mark))).alias(column)
            for column in _identifiers(name.removesuffix(".parquet"))
            if column in frame.columns
        ]
        frame.with_columns(*told, *ids).write_parquet(folder / name, compression="lz4", statistics=False)
    new = replace(new, files=file_hashes(folder.iterdir()))
    facts = {name: value for name, value in new.__dict__.items() if name != "order"}
    home.ledger.append("delivered", **facts)
    return new


def _identifiers(source: str) -> Iterator[str]:
    for known in sources(source.split(".")[0]) if "." in source else ():
        if known.name == source:
            yield from (name for name, column in columns(known.table).items() if column.kind == "identifier")


def main() -> None:
    """Make one."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark.nation", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--authorities", type=int, default=30)
    parser.add_argument("--inbox", type=Path, help="One authority's inbox; made when not given.")
    given = parser.parse_args()
    home = make_nation(given.folder, given.authorities, inbox=given.inbox)
    print(f"{given.authorities} authorities in {home.folder}")


if __name__ == "__main__":
    main()
