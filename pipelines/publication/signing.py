"""Sign-off: drafts are approved, approved drafts are published, and publications are only corrected or withdrawn, with
a reason.

What is published is the approved draft: the same bytes but for the two lines that say where it stands. The ledger has
each step first (`pipelines.publication.editions` lists the events), then the files; a step that was cut short is finished by doing
it again.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipelines.audit import note, who
from pipelines.files import write_whole
from pipelines.home import Home
from pipelines.publication.drafts import FROZEN, Draft, NotSigned, draft_of, drafted
from pipelines.publication.editions import APPROVED, PUBLISHED, WITHDRAWN, Edition, editions, folder, newest
from pipelines.publication.placing import place
from pipelines.publication.releases import Releases
from scorecards.period import LONDON, Quarter
from scorecards.sign_off import MOST_CAVEAT_CHARACTERS, published, stamped


def approval(home: Home, quarter: Quarter, draft: Draft | None) -> dict[str, Any] | None:
    """The facts of the approval that this draft has; one given before a withdrawal is spent."""
    found = None
    for record in home.ledger.of(APPROVED, WITHDRAWN):
        if record.facts["quarter"] == str(quarter):
            found = record.facts if record.event == APPROVED else None
    return found if found is not None and draft is not None and found["draft"] == draft.id else None


def is_waiting(home: Home, quarter: Quarter) -> bool:
    """Whether an approved draft waits to be published."""
    draft, last = draft_of(home, quarter), newest(home, str(quarter))
    is_out = last is not None and draft is not None and last.draft == draft.id and last.withdrawal is None
    return not is_out and approval(home, quarter, draft) is not None


def approve(home: Home, quarter: Quarter, *, by: str, caveats: Iterable[str] = ()) -> Draft:
    """Record that somebody stands for the draft as it is. Raises NotSigned."""
    draft = drafted(home, quarter)
    said = tuple(" ".join(each.split()) for each in caveats if each.strip())
    if not by.strip():
        raise NotSigned("Expected --by with the name of who approves; found none. Name a person.")
    if sum(map(len, said)) > MOST_CAVEAT_CHARACTERS:
        raise NotSigned(
            f"Expected caveats of at most {MOST_CAVEAT_CHARACTERS} characters together, for they stand on the cover; "
            f"found {sum(map(len, said))}. Say it shorter, or in the owners' commentary and draft again."
        )
    for name in draft.files:
        draft.data(name)
    known = approval(home, quarter, draft)
    if known is None or (known["by"], tuple(known["caveats"])) != (by.strip(), said):
        with home.ledger.writing() as ledger:
            ledger.append(
                APPROVED, quarter=str(quarter), draft=draft.id, build=draft.facts["build"], by=by.strip(),
                on=str(today()), caveats=list(said),
            )  # fmt: skip
        note(home, "approve", quarter=str(quarter), draft=draft.id, caveats=len(said))
    return draft


def publish(
    home: Home, quarter: Quarter, *, by: str = "", reason: str = "", told: Iterable[str] = ()
) -> list[Path]:
    """Put the approved draft out and freeze it; the paths of the published files.

    With `by`, a draft that nobody approved yet is approved in the same go, where the settings allow that. What changes
    an edition that is out is a correction and needs a `reason`. Doing it again changes nothing. Raises NotSigned.
    """
    with home.ledger.writing():
        draft, last = drafted(home, quarter), newest(home, str(quarter))
        if last is not None and last.draft == draft.id and last.withdrawal is None:
            return put_in_place(home, quarter, draft, last)
        _check(home, quarter, draft, last, by, reason)
        return put_in_place(
            home, quarter, draft, *_freeze(home, quarter, draft, last, by=by, reason=reason, told=told)
        )


def _check(home: Home, quarter: Quarter, draft: Draft, last: Edition | None, by: str, reason: str) -> None:
    """Raises NotSigned for what may not be published now."""
    if last is not None and not reason.strip():
        raise NotSigned(
            f"Expected --reason, because {quarter} was {'withdrawn' if last.withdrawal else 'published'} before and "
            "this is another; found none. Say why it changes: readers are told."
        )
    known = [name for name, _ in Releases(home).texts if name != draft.facts["release"]]
    if sorted(known) != sorted(draft.facts["known"]):
        raise NotSigned(
            "Expected a draft that was made with every earlier release in mind; found that something was published "
            f"since. Make it again: `scorecard draft --quarter {quarter}`."
        )
    if approval(home, quarter, draft) is None:
        if not by.strip() or not home.settings.in_one_go:
            raise NotSigned(
                f"Expected an approval of the draft of {quarter}; found none. Have it approved: "
                f"`scorecard approve --quarter {quarter} --by NAME`."
                + (" Or publish in one go with --by NAME." if home.settings.in_one_go else "")
            )
        approve(home, quarter, by=by)


def _freeze(
    home: Home,
    quarter: Quarter,
    draft: Draft,
    last: Edition | None,
    *,
    by: str,
    reason: str,
    told: Iterable[str],
) -> tuple[Edition, dict[str, bytes]]:
    """Everything that is about to be out, in files named by their hashes and in the ledger, before any of it is; the
    edition, and the files as they go out."""
    signed = approval(home, quarter, draft) or {}
    facts = {name: draft.facts[name] for name in ("month", "build", "release", "figures")}
    facts |= {
        "quarter": str(quarter),
        "edition": 1 + (last.number if last else 0),
        "draft": draft.id,
    }
    on = today()
    said = {
        "approved_by": signed["by"], "approved_on": signed["on"], "caveats": signed["caveats"], "on": str(on),
        "first": str(last.first if last else on), "reason": " ".join(reason.split()) if last else "",
    }  # fmt: skip
    files = _stamped(draft, said)
    hashes = {name: sha256(data).hexdigest() for name, data in files.items()}
    written = json.dumps({**facts, "files": hashes}, indent=1, sort_keys=True).encode()
    manifest = sha256(written).hexdigest()
    text = (draft.folder / FROZEN / "release.csv").read_text(encoding="utf-8")
    figures = (draft.folder / FROZEN / "figures.csv").read_bytes()
    report = (draft.folder / FROZEN / "report.json").read_text(encoding="utf-8")
    if (sha256(text.encode()).hexdigest(), sha256(figures).hexdigest()) != (
        facts["release"],
        facts["figures"],
    ):
        raise NotSigned(
            "Expected the figures of the draft as they were made; found others. Make the draft again: "
            f"`scorecard draft --quarter {quarter}`."
        )
    write_whole(folder(home) / f"{facts['figures']}.figures.csv", figures)
    write_whole(folder(home) / f"{manifest}.manifest.json", written)
    Releases(home).record_text(str(quarter), facts["build"], text, report)
    with home.ledger.writing() as ledger:
        ledger.append(
            PUBLISHED,
            **facts,
            **said,
            manifest=manifest,
            by=by.strip() or who(),
            told=[each.strip() for each in told],
        )
    note(
        home,
        "published",
        quarter=str(quarter),
        edition=facts["edition"],
        build=facts["build"],
        manifest=manifest,
    )
    return editions(home)[-1], files


def _stamped(draft: Draft, said: Mapping[str, Any]) -> dict[str, bytes]:
    """The files as they go out."""
    first, on = date.fromisoformat(said["first"]), date.fromisoformat(said["on"])
    is_first = not said["reason"]
    words = published(
        by=said["approved_by"], approved=date.fromisoformat(said["approved_on"]), on=on,
        caveats=tuple(said["caveats"]), first=None if is_first else first, reason=said["reason"],
    )  # fmt: skip
    return {name: stamped(name, draft.data(name), words) for name in sorted(draft.files)}


def put_in_place(
    home: Home, quarter: Quarter, draft: Draft, edition: Edition, files: Mapping[str, bytes] | None = None
) -> list[Path]:
    """Lets readers see the edition and nothing else of the quarter; the paths of its files, which are stamped unless they
    are given as they go out. Raises NotSigned."""
    said = {
        "approved_by": edition.approved_by, "approved_on": str(edition.approved_on), "caveats": edition.caveats,
        "on": str(edition.on), "first": str(edition.first), "reason": edition.reason,
    }  # fmt: skip
    return place(home, quarter, files or _stamped(draft, said), edition=edition.number, withdrawn=False)


def today() -> date:
    """The day in England."""
    return datetime.now(LONDON).date()
