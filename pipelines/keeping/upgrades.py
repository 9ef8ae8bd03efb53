"""The version of a home's layout, and how a home of an earlier release is brought up to date.

The ledger says which form a home has: `opened` for a new one, `upgraded` since. A step changes only what can be made
again from what it reads, does nothing where it was done, and is recorded when it is done: one that was cut short is
finished by the next run.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pipelines.home import FORM, Home, form_of
from pipelines.progress import say


@dataclass(frozen=True)
class Step:
    """What brings a home to a form; `work` does it and says in sentences what was done."""

    form: int
    work: Callable[[Home], Iterator[str]]


def upgrade(home: Home) -> list[str]:
    """Bring the home to the present form; what was done, in sentences. Nothing where it has it.

    Raises HomeNotReady for a home of a newer release, from `Home.key`.
    """
    home.key()
    if form_of(home.ledger) == FORM:
        return []
    told = []
    with home.ledger.writing() as ledger:
        for step in STEPS:
            if form_of(ledger) < step.form:
                say(f"Bringing the home to form {step.form}")
                told += list(step.work(home))
                ledger.append("upgraded", form=step.form)
    return told


def _seal_builds(home: Home) -> Iterator[str]:
    """Form 2: the pointer of a month's build tells what the build holds and the hash of its file."""
    from pipelines.contents import contents
    from pipelines.files import write_whole
    from pipelines.sealed import file_hash, sealed

    count = 0
    for path in sorted(home.builds.glob("*/current.json")):
        facts = json.loads(path.read_text(encoding="utf-8"))
        build = path.with_name(f"{facts['build']}.duckdb")
        if "contents" not in facts and build.exists():
            facts |= {"contents": contents(build).facts(), "sha256": file_hash(build)}
            write_whole(path, sealed(facts))
            count += 1
    if count:
        yield f"{count} builds now tell what they hold, so that verify finds what is changed in them."


def _seal_derived(home: Home) -> Iterator[str]:
    """Form 2: what is derived and what is remembered say of themselves whether they are as they were written."""
    from pipelines.files import write_whole
    from pipelines.sealed import file_hash, sealed

    count = 0
    for path in [
        *home.folder.glob("review/[0-9]*/made.json"),
        *home.folder.glob("returns/[0-9]*/made.json"),
        *home.builds.glob("*/expectations.json"),
        home.folder / "seen.json",
    ]:
        facts = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"check": ""}
        if "check" in facts:
            continue
        if path.name == "made.json":
            beside = [each for each in sorted(path.parent.rglob("*")) if each.is_file() and each != path]
            facts["files"] = {each.relative_to(path.parent).as_posix(): file_hash(each) for each in beside}
        write_whole(path, sealed(facts))
        count += 1
    if count:
        yield f"{count} lists of reviews, return packs and what was seen are sealed as they stand, so that verify holds them."


def _name_unfrozen(home: Home) -> Iterator[str]:
    """Form 2: what is published is frozen as an edition; what an earlier release published is told to be published again."""
    from pipelines.publication.editions import editions

    known = {each.quarter for each in editions(home)}
    shown = sorted({str(record.facts["quarter"]) for record in home.ledger.of("shown")} - known)
    if shown:
        yield (
            f"{', '.join(shown)} went out before editions were kept. What was shown is known; to freeze every figure, draft, "
            "approve and publish again."
        )


def _to_second(home: Home) -> Iterator[str]:
    yield from _seal_builds(home)
    yield from _seal_derived(home)
    yield from _name_unfrozen(home)


def _to_third(home: Home) -> Iterator[str]:
    """Form 3: the page that leads to what is published says of itself whether it is as it was written."""
    from pipelines.publication.drafts import audiences_of
    from pipelines.publication.front_page import LANDING, is_as_written, write_front_page

    page = home.published / LANDING
    if page.exists() and not is_as_written(page.read_bytes()):
        write_front_page(home, audiences_of(home).values())
        yield "The page that leads to what is published is written anew, so that verify finds what is changed in it."


STEPS = (Step(2, _to_second), Step(3, _to_third))
"""In order of their forms; the last is the present one."""
