"""A partnership's settings: one TOML, and beside it the overlay folder that wins over what we ship."""

import os
import tomllib
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pipelines.alerts.chosen import Alerts, chosen
from pipelines.asked import Asked
from pipelines.chosen import sharing
from pipelines.chosen.authority import Authority, authority, members
from pipelines.chosen.engine import EngineChoice, engine
from pipelines.chosen.plain import NotChosenWell, by_agency, flag, month, number
from pipelines.chosen.timing import Due, Schedule, due, schedule
from scorecards.period import Month
from scorecards.setting import default_settings
from sources.catalogue import AGENCIES

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "data" / "partnerships" / "barnsley" / "partnership.toml"


class SettingsNotUnderstood(Exception):
    """The settings lack something or hold something unexpected; the words say what and where."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Everything a partnership chooses. Paths are absolute; `overlay` is the folder of the TOML, `file`.

    `passwords` names for an agency the file that holds the password of its workbooks.
    `return_working_days` are the working days from an extract month's end to the day by which suppliers are asked to
    answer what was found in their files. `in_one_go` says whether whoever publishes may approve in the same command.
    `roles` names for a role the folders of the home that make it up, where they
    are not those of `pipelines.roles`.
    """

    name: str
    file: Path
    authority: Authority
    inbox: Path
    home: Path
    key: Path
    overlay: Path
    year_start: int
    reported_from: Month
    history_from: dict[str, Month]
    standards: dict[str, str] = field(default_factory=dict)
    is_made_up: bool = False
    contact: str = ""
    """Whom readers of the outputs may ask: a team and how to reach it."""
    members: tuple[Authority, ...] = ()
    """Of a region the authorities that it names; others are told from the inbox. `authority` is then the region itself."""
    is_region: bool = False
    passwords: dict[str, Path] = field(default_factory=dict)
    return_working_days: int = 20
    due: Due = field(default_factory=Due)
    schedule: Schedule = field(default_factory=Schedule)
    alerts: Alerts = field(default_factory=Alerts)
    in_one_go: bool = True
    retention: dict[str, int] = field(default_factory=dict)
    agreements: dict[str, sharing.Agreement] = field(default_factory=dict)
    """For how many months after its extract month each agency's files are kept; those of others are kept for ever."""
    roles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    engine: EngineChoice = field(default_factory=EngineChoice)
    linkage: sharing.Linkage | None = None
    """Under what people may be linked between agencies; nobody is without it."""

    @cached_property
    def names(self) -> dict[str, tuple[str, ...]]:
        """The names of every authority of the partnership by code; a region is none of its own authorities."""
        named = self.members if self.is_region else (self.authority,)
        return {authority.code: authority.names for authority in named}

    @cached_property
    def codes(self) -> dict[str, str]:
        """The code of an authority by another name that its folder of the inbox has."""
        return {folder: each.code for each in self.members for folder in each.folders}

    def is_member(self, code: str, month: Month) -> bool:
        """Whether an authority is of the region in a month, as far as the settings say when it came or left."""
        return all(each.is_in(month) for each in (self.authority, *self.members) if each.code == code)

    def of(self, code: str) -> "Settings":
        """What the same settings say of one authority of a region: as if it stood by itself, in its folder of the inbox."""
        known = next((each for each in self.members if each.code == code), Authority(code=code, names=()))
        whole = (known.names or (code,))[0]
        return replace(
            self, name=f"{whole}, {self.name}", authority=known, members=(),
            is_region=False, inbox=self.inbox / code,
        )  # fmt: skip


def settings(
    path: Path | None = None, *, inbox: Path | None = None, home: Path | None = None, key: Path | None = None
) -> Settings:
    """The settings of `path`, else of SCORECARD_SETTINGS, else of the committed example.

    `inbox`, `home` and `key` win over SCORECARD_INBOX, SCORECARD_HOME and SCORECARD_KEY, which win over the file.
    The key stands beside the home, not in it, unless told otherwise.
    """
    path = (path or Path(os.environ.get("SCORECARD_SETTINGS", EXAMPLE))).resolve()
    if not path.exists():
        raise SettingsNotUnderstood(
            f"Expected a settings file at {path}; found none. Name it with --settings."
        )
    try:
        table = Asked(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        found_instead = error if isinstance(error, tomllib.TOMLDecodeError) else "another encoding than UTF-8"
        raise SettingsNotUnderstood(
            f"Expected TOML in {path}; found: {found_instead}. Mend that line."
        ) from None
    try:
        found = _chosen(table, path, inbox, home, key)
    except NotChosenWell as unclear:
        raise SettingsNotUnderstood(f"{unclear} Mend it in {path}, or take it out.") from None
    except KeyError as missing:
        raise SettingsNotUnderstood(f"Expected {missing} in {path}; found none. Add it.") from None
    if unknown := list(table.unasked()):
        raise SettingsNotUnderstood(
            f"Expected settings that are known in {path}; found {', '.join(unknown)}. Mend the spelling, or take it out."
        )
    return found


def _chosen(table: Asked, path: Path, inbox: Path | None, home: Path | None, key: Path | None) -> Settings:
    """What a table of settings says, which stands at `path`. Raises NotChosenWell, and KeyError for what is not there."""
    folders = table.get("folders", {})
    chosen_home = _folder(home, "SCORECARD_HOME", path, folders.get("home", "home"))
    is_region = "region" in table
    return Settings(
        name=table["name"],
        file=path,
        authority=authority(table["region" if is_region else "authority"]),
        inbox=_folder(inbox, "SCORECARD_INBOX", path, folders.get("inbox", "inbox")),
        home=chosen_home,
        key=_folder(key, "SCORECARD_KEY", path, str(chosen_home.parent / f"{chosen_home.name}.key")),
        overlay=path.parent,
        year_start=number(table, "year_start_month", 4, range(1, 13)),
        reported_from=month("reported_from", table["reported_from"]),
        history_from={
            agency: month("history_from", text) for agency, text in by_agency(table, "history_from")
        },
        standards=_standards(table.get("standards", {})),
        is_made_up=flag(table, "made_up", False),
        contact=str(table.get("contact", "")),
        members=members(table.get("region", {})),
        is_region=is_region,
        passwords=sharing.passwords(table, path.parent),
        return_working_days=number(table.get("returns", {}), "working_days", 20, range(1, 261)),
        due=due(table.get("due", {})),
        schedule=schedule(table.get("schedule", {})),
        alerts=chosen(table.get("alerts", {}), path.parent),
        in_one_go=flag(table.get("sign_off", {}), "in_one_go", True),
        agreements=sharing.agreements(table),
        retention=sharing.retention(table),
        engine=engine(table.get("engine", {}), path.parent),
        linkage=sharing.linkage(table["linkage"]) if "linkage" in table else None,
        roles=sharing.roles(table),
    )


def password(settings: Settings, agency: str) -> str | None:
    """The password of an agency's workbooks: SCORECARD_PASSWORD_<AGENCY>, else the first line of the file that
    `[passwords]` in the settings names. The settings themselves never hold one."""
    if given := os.environ.get(f"SCORECARD_PASSWORD_{agency.upper()}"):
        return given
    file = settings.passwords.get(agency)
    if file is None:
        return None
    try:
        return file.read_text(encoding="utf-8").split("\n", 1)[0].rstrip("\r") or None
    except OSError:
        raise SettingsNotUnderstood(
            f"Expected the password of {agency} in a file that can be read, as [passwords] in the settings says; "
            "found none. Put it there, or take the line out."
        ) from None


def every_password(settings: Settings) -> list[str]:
    """The passwords of all agencies that have one."""
    return [found for agency in AGENCIES if (found := password(settings, agency))]


def _standards(table: dict[str, Any]) -> dict[str, str]:
    """The partnership's readings of definitions; a name or a value that is not known would be a reading nobody took."""
    known = default_settings()
    found = {name: str(value) for name, value in table.items()}
    for name, value in found.items():
        if name not in known or not known[name].takes(value):
            expected = (
                f"{name} as {known[name].allowed}" if name in known else f"one of {', '.join(sorted(known))}"
            )
            raise NotChosenWell(f"Expected under [standards] {expected}; found another.")
    return found


def _folder(given: Path | None, variable: str, path: Path, default: str) -> Path:
    if given is not None:
        return given.resolve()
    if variable in os.environ:
        return Path(os.environ[variable]).resolve()
    return (path.parent / default).resolve()
