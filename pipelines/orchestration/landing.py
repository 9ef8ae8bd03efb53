"""The Dagster step of each agency: from the files in the inbox to typed rows.

These steps never fail for bad data, and their checks do not block: what is in force is used and says so.
"""

from collections.abc import Iterator

import dagster as dg

from pipelines.boundary import value_free
from pipelines.guards import check_canary, check_switches
from pipelines.intake import expecting
from pipelines.intake.delivery import Delivery
from pipelines.intake.inbox import KINDS
from pipelines.intake.intake import Intake, Look
from pipelines.intake.verdict import HELD, REFUSED
from pipelines.orchestration.partitions import extract_month
from pipelines.orchestration.partnership import Partnership
from scorecards.period import Month
from sources.catalogue import AGENCIES, tables


def delivery_key(agency: str) -> dg.AssetKey:
    """The asset of what an agency delivered."""
    return dg.AssetKey(["delivery", agency])


def inbox_key(agency: str) -> dg.AssetKey:
    """The asset outside Dagster: the agency's folder in the inbox."""
    return dg.AssetKey(["inbox", agency])


def table_key(table: str) -> dg.AssetKey:
    """The asset of a table, such as `police.missing_report`."""
    return dg.AssetKey(table.split("."))


def landing(agency: str) -> dg.AssetsDefinition:
    """The step that takes an agency's files in."""
    names = [f"{agency}.{table}" for table in tables(agency)]
    specs = [
        dg.AssetSpec(
            delivery_key(agency),
            deps=[inbox_key(agency)],
            group_name=f"{agency}_files",
            kinds={"file"},
            description=f"What {agency} delivered: bytes kept under their hash, verdicts in the ledger.",
        ),
        *(
            dg.AssetSpec(
                table_key(name),
                deps=[delivery_key(agency)],
                group_name=f"{agency}_files",
                kinds={"polars", "parquet"},
                description=_about(agency, name.split(".")[1]),
            )
            for name in names
        ),
    ]
    check_specs = [
        dg.AssetCheckSpec("delivery", asset=delivery_key(agency), description="Every file was usable."),
        *(
            dg.AssetCheckSpec("rows", asset=table_key(name), description="No row broke a rule.")
            for name in names
        ),
    ]

    @dg.multi_asset(
        name=f"land_{agency}",
        specs=specs,
        check_specs=check_specs,
        partitions_def=extract_month,
        can_subset=True,
    )
    def land(
        context: dg.AssetExecutionContext, partnership: Partnership
    ) -> Iterator[dg.MaterializeResult[None]]:
        with value_free():
            check_switches()
            check_canary()
            home = partnership.place()
            month = Month.parse(context.partition_key)
            expecting.start(home, month)
            with home.ledger.writing():
                intake = Intake(home)
                look = intake.take_agency(agency, month)
            known = [each for each in intake.deliveries.values() if each.agency == agency]
        standing = [each for each in known if Month.parse(each.month) <= month]
        selected = context.selected_asset_keys
        if delivery_key(agency) in selected:
            yield _delivered(agency, month, standing, look)
        for name in names:
            if table_key(name) in selected:
                yield _table(name, standing)

    return land


def landings() -> list[dg.AssetsDefinition]:
    """The landing step of every agency."""
    return [landing(agency) for agency in AGENCIES]


def inboxes() -> list[dg.AssetSpec]:
    """The agencies' folders, where lineage begins."""
    return [
        dg.AssetSpec(
            inbox_key(agency),
            group_name=f"{agency}_files",
            kinds={"file"},
            description=f"Files that {agency} drops in inbox/<month>/{agency}/.",
            skippable=True,
        )
        for agency in AGENCIES
    ]


def _about(agency: str, table: str) -> str:
    from sources.catalogue import description

    return description(agency, table)


def _delivered(agency: str, month: Month, standing: list[Delivery], look: Look) -> dg.MaterializeResult[None]:
    this_month = [each for each in standing if each.month == str(month)]
    refused = [each for each in this_month if each.verdict == REFUSED]
    held = [each for each in this_month if each.verdict == HELD]
    passed = not refused and not held and bool(this_month)
    words = "Every file of the month was usable." if passed else _shortfall(agency, month, refused, held)
    return dg.MaterializeResult(
        asset_key=delivery_key(agency),
        metadata={
            "files_taken": len(look.taken),
            "files_known": look.known,
            "files_still_being_written": look.left,
            "files_refused": len(refused),
            "files_held": len(held),
        },
        check_results=[
            dg.AssetCheckResult(
                passed=passed,
                asset_key=delivery_key(agency),
                check_name="delivery",
                severity=dg.AssetCheckSeverity.WARN,
                description=words,
                metadata={f"{each.verdict}_{each.sha256[:12]}": each.reason for each in (*refused, *held)},
            )
        ],
    )


def _shortfall(agency: str, month: Month, refused: list[Delivery], held: list[Delivery]) -> str:
    if not refused and not held:
        return f"Expected files of {agency} for {month.name}; found none. What was delivered before stands."
    return (
        f"Expected every file of {agency} for {month.name} to be usable; {len(refused)} refused and {len(held)} held. "
        "What was delivered before stands. See the reasons below, and have the files sent again."
    )


def _table(name: str, standing: list[Delivery]) -> dg.MaterializeResult[None]:
    """Counts of the newest delivery that holds the table, and whether any of its rows broke a rule."""
    usable = [each for each in standing if each.is_usable]
    held = [each for each in usable if any(part["source"] == name for part in each.parts)]
    parts = [part for part in held[-1].parts if part["source"] == name] if held else []
    totals = {key: sum(part[key] for part in parts) for key in ("records", "accepted", "set_aside")}
    broken: dict[str, int] = {}
    for part in parts:
        for code, count in part["findings"].items():
            broken[code] = broken.get(code, 0) + count
    words = "No row broke a rule."
    if not held:
        words = "Expected this report; none was ever delivered. Figures that need it say so."
    elif broken:
        listed = ", ".join(f"{code} {count}" for code, count in sorted(broken.items()))
        words = f"Expected every row to keep every rule; found {listed}. {totals['set_aside']} rows are set aside."
    return dg.MaterializeResult(
        asset_key=table_key(name),
        data_version=dg.DataVersion(held[-1].folder_name if held else "none"),
        metadata={
            **totals,
            "delivery": held[-1].delivery_id if held else "none",
            "file": held[-1].sha256[:12] if held else "none",
            "extract_month": held[-1].month if held else "none",
            "kind": KINDS[name.split(".")[0]],
        },
        check_results=[
            dg.AssetCheckResult(
                passed=bool(held) and not broken,
                asset_key=table_key(name),
                check_name="rows",
                severity=dg.AssetCheckSeverity.WARN,
                description=words,
            )
        ],
    )
