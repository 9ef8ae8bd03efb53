"""A partnership's settings: one TOML, and beside it the overlay folder that wins over what we ship."""

import os
import re
import tomllib
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from pipelines.alerts.chosen import Alerts, NotChosenWell, chosen
from pipelines.asked import Asked
from scorecards.period import Month
from scorecards.setting import default_settings
from sources.catalogue import AGENCIES

ROOT = Path(__file__).parent.parent
_CODE = re.compile(r"[A-Za-z0-9]{1,9}")
LINKAGE_RUNGS = ("exact", "near", "probable")
EXAMPLE = ROOT / "data" / "partnerships" / "barnsley" / "partnership.toml"


class SettingsNotUnderstood(Exception):
    """The settings lack something or hold something unexpected; the words say what and where."""


@dataclass(frozen=True, kw_only=True)
class Authority:
    """One local authority: its code, the names that it goes by in files, and other names that its folder has had in the
    inbox: a code that was given anew leaves the authority the one that everything here knows it by."""

    code: str
    names: tuple[str, ...]
    folders: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Due:
    """When an agency's files of a month are expected: `days` names working days after the month's end by agency, and
    whoever is named is expected from the first month reported. Others are expected on the same day as most from their
    first delivery on. Nothing is expected of months after `until`."""

    days: dict[str, int] = field(default_factory=dict)
    until: Month | None = None


@dataclass(frozen=True, kw_only=True)
class Schedule:
    """When the month's refresh starts by itself: the day of the month (1 to 28, which every month has) and the hour in
    England (not 1, which one night a year has twice and another not at all). With `on` the schedules and sensors run as
    soon as Dagster's daemon does; else they are switched on in its pages. Runs older than `keep_days` are forgotten."""

    day: int = 12
    hour: int = 6
    on: bool = False
    keep_days: int = 400


HERE, POSTGRES, SPARK = "duckdb", "postgres", "spark"
ENGINES = (HERE, POSTGRES, SPARK)


@dataclass(frozen=True, kw_only=True)
class EngineChoice:
    """What makes core tables and counts indicators. `address` is Spark's (`local[2]`, `spark://…`, `sc://…`, or `platform`
    for the session that a platform has ready), `options` are lines of its configuration, and `exchange` is a folder of
    this home alone that the engine's machines see too: under the same name, or under `exchange_there`."""

    name: str = HERE
    address: str = "local[2]"
    exchange: Path | None = None
    memory: str = "2GB"
    """What DuckDB may hold while it builds; the rest goes to a file, so that a build's memory does not grow with the
    number of authorities."""
    exchange_there: str = ""
    options: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """Under what an agency shares its data, and the lawful basis; both are printed with what is published."""

    shared_under: str
    lawful_basis: str


@dataclass(frozen=True, kw_only=True)
class Linkage(Agreement):
    """Under what people may be linked between agencies, and up to which rung of `pipelines.linkage.UP_TO`."""

    up_to: str = "exact"


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
    agreements: dict[str, Agreement] = field(default_factory=dict)
    """For how many months after its extract month each agency's files are kept; those of others are kept for ever."""
    roles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    engine: EngineChoice = field(default_factory=EngineChoice)
    linkage: Linkage | None = None
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

    def of(self, code: str) -> "Settings":
        """What the same settings say of one authority of a region: as if it stood by itself, in its folder of the inbox."""
        named = self.names.get(code, ())
        whole = (named or (code,))[0]
        return replace(
            self, name=f"{whole}, {self.name}", authority=Authority(code=code, names=named), members=(),
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
    except tomllib.TOMLDecodeError as error:
        raise SettingsNotUnderstood(f"Expected TOML in {path}; found: {error}. Mend that line.") from None
    folders = table.get("folders", {})
    chosen_home = _folder(home, "SCORECARD_HOME", path, folders.get("home", "home"))
    default_key = chosen_home.parent / f"{chosen_home.name}.key"
    is_region = "region" in table
    try:
        found = Settings(
            name=table["name"],
            file=path,
            authority=_authority(table["region" if is_region else "authority"], path),
            inbox=_folder(inbox, "SCORECARD_INBOX", path, folders.get("inbox", "inbox")),
            home=chosen_home,
            key=_folder(key, "SCORECARD_KEY", path, str(default_key)),
            overlay=path.parent,
            year_start=int(table.get("year_start_month", 4)),
            reported_from=Month.parse(table["reported_from"]),
            history_from={
                agency: Month.parse(month) for agency, month in table.get("history_from", {}).items()
            },
            standards=_standards(table.get("standards", {}), path),
            is_made_up=bool(table.get("made_up", False)),
            contact=str(table.get("contact", "")),
            members=_members(table.get("region", {}), path),
            is_region=is_region,
            passwords={
                agency: (path.parent / file).resolve() for agency, file in table.get("passwords", {}).items()
            },
            return_working_days=int(table.get("returns", {}).get("working_days", 20)),
            due=_due(table.get("due", {}), path),
            schedule=_schedule(table.get("schedule", {}), path),
            alerts=chosen(table.get("alerts", {}), path.parent),
            in_one_go=bool(table.get("sign_off", {}).get("in_one_go", True)),
            agreements={
                agency: _agreement(agency, row, path) for agency, row in table.get("agreements", {}).items()
            },
            retention={
                agency: _months(agency, text, path) for agency, text in table.get("retention", {}).items()
            },
            engine=_engine(table.get("engine", {}), path),
            linkage=_linkage(table["linkage"], path) if "linkage" in table else None,
            roles={role: tuple(folders) for role, folders in table.get("roles", {}).items()},
        )
    except NotChosenWell as unclear:
        raise SettingsNotUnderstood(f"{unclear} Mend it in {path}.") from None
    except KeyError as missing:
        raise SettingsNotUnderstood(f"Expected {missing} in {path}; found none. Add it.") from None
    if unknown := list(table.unasked()):
        raise SettingsNotUnderstood(
            f"Expected settings that are known in {path}; found {', '.join(unknown)}. Mend the spelling, or take it out."
        )
    return found


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


def _linkage(table: dict[str, Any], path: Path) -> Linkage:
    basis, agreement = (str(table.get(name, "")).strip() for name in ("lawful_basis", "agreement"))
    if not basis or not agreement:
        raise SettingsNotUnderstood(
            f"Expected lawful_basis and agreement under [linkage] in {path}; found one of them empty. Fill both in, or "
            "take the table out: without it nobody is linked."
        )
    up_to = str(table.get("up_to", LINKAGE_RUNGS[0]))
    if up_to not in LINKAGE_RUNGS:
        raise SettingsNotUnderstood(
            f"Expected up_to under [linkage] in {path} as one of {', '.join(LINKAGE_RUNGS)}; found another. Mend it."
        )
    return Linkage(shared_under=agreement, lawful_basis=basis, up_to=up_to)


def _standards(table: dict[str, Any], path: Path) -> dict[str, str]:
    """The partnership's readings of definitions; a name or a value that is not known would be a reading nobody took."""
    known = default_settings()
    found = {name: str(value) for name, value in table.items()}
    for name, value in found.items():
        if name not in known or not known[name].takes(value):
            expected = (
                f"{name} as {known[name].allowed}" if name in known else f"one of {', '.join(sorted(known))}"
            )
            raise SettingsNotUnderstood(
                f"Expected under [standards] in {path} {expected}; found another. Mend it, or take it out."
            )
    return found


def _due(table: dict[str, Any], path: Path) -> Due:
    days = {agency: day for agency, day in table.items() if agency != "until"}
    for agency, day in days.items():
        if agency not in AGENCIES or type(day) is not int or not 1 <= day <= 60:
            raise SettingsNotUnderstood(
                f"Expected under [due] in {path} the name of an agency ({', '.join(AGENCIES)}) with a working day from "
                f"1 to 60; found another line, {agency}. Mend it."
            )
    return Due(days=days, until=Month.parse(table["until"]) if "until" in table else None)


def _schedule(table: dict[str, Any], path: Path) -> Schedule:
    found = Schedule(**{name: table[name] for name in ("day", "hour", "on", "keep_days") if name in table})
    fits = found.day in range(1, 29) and found.hour in (0, *range(2, 24)) and isinstance(found.on, bool)
    if not fits:
        raise SettingsNotUnderstood(
            f"Expected under [schedule] in {path} a day from 1 to 28, an hour from 0 to 23 other than 1, and on as true or "
            "false; found another. Mend it."
        )
    return found


def _agreement(agency: str, table: dict[str, Any], path: Path) -> Agreement:
    if agency not in AGENCIES:
        raise SettingsNotUnderstood(
            f"Expected under [agreements] in {path} the names of agencies ({', '.join(AGENCIES)}); found another. Mend it."
        )
    return Agreement(shared_under=str(table["shared_under"]), lawful_basis=str(table["lawful_basis"]))


def _months(agency: str, text: Any, path: Path) -> int:
    """A period such as `6 years` or `18 months`, in months."""
    number, _, unit = str(text).partition(" ")
    if (
        agency not in AGENCIES
        or not number.isdigit()
        or int(number) < 1
        or unit not in ("year", "years", "month", "months")
    ):
        raise SettingsNotUnderstood(
            f'Expected under [retention] in {path} agencies ({", ".join(AGENCIES)}) with periods such as "6 years" or '
            '"18 months"; found another line. Mend it.'
        )
    return int(number) * (12 if unit.startswith("year") else 1)


def _engine(table: dict[str, Any], path: Path) -> EngineChoice:
    """The engine of the settings, or of SCORECARD_ENGINE where that is set."""
    name = os.environ.get("SCORECARD_ENGINE") or table.get("name", HERE)
    if name not in ENGINES:
        raise SettingsNotUnderstood(
            f"Expected under [engine] in {path}, or in SCORECARD_ENGINE, the name {', '.join(ENGINES[:-1])} or {ENGINES[-1]}; "
            "found another. Mend it, or take it out."
        )
    return EngineChoice(
        name=name,
        address=str(table.get("address", "local[2]")),
        exchange=(path.parent / table["exchange"]).resolve() if "exchange" in table else None,
        exchange_there=str(table.get("exchange_there", "")),
        memory=_memory(str(table.get("memory", EngineChoice.memory)), path),
        options={option: str(value) for option, value in table.get("options", {}).items()},
    )


def _memory(text: str, path: Path) -> str:
    if not re.fullmatch(r"[1-9][0-9]* ?(MB|GB)", text):
        raise SettingsNotUnderstood(
            f'Expected memory under [engine] in {path} such as "1GB" or "800MB"; found another. Mend it, or take it out.'
        )
    return text


def _authority(table: dict[str, Any], path: Path) -> Authority:
    """An authority whose code can be a folder's name and stand in a query."""
    code = str(table["code"])
    if not _CODE.fullmatch(code):
        raise SettingsNotUnderstood(
            f"Expected the code of an authority in {path} as 1 to 9 letters and digits; found something else. Mend it."
        )
    return Authority(
        code=code, names=tuple(table.get("names", ())), folders=tuple(map(str, table.get("folders", ())))
    )


def _members(table: dict[str, Any], path: Path) -> tuple[Authority, ...]:
    """The authorities that a region names, in the order of their codes; none of them may have the region's own code."""
    found = tuple(
        sorted((_authority(row, path) for row in table.get("authority", [])), key=lambda each: each.code)
    )
    codes = [name for each in found for name in (each.code, *each.folders)]
    if len({*codes, table.get("code", "")}) <= len(codes):
        raise SettingsNotUnderstood(
            f"Expected under [region] in {path} codes that differ from each other and from the region's own; found one twice. "
            "Mend it."
        )
    return found


def _folder(given: Path | None, variable: str, path: Path, default: str) -> Path:
    if given is not None:
        return given.resolve()
    if variable in os.environ:
        return Path(os.environ[variable]).resolve()
    return (path.parent / default).resolve()
