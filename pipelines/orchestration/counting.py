"""Core tables, figures and the finished build: few steps, an asset for every table and indicator."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

import dagster as dg

from pipelines.boundary import value_free
from pipelines.orchestration.landing import delivery_key, table_key
from pipelines.orchestration.partitions import extract_month
from pipelines.orchestration.partnership import Partnership
from pipelines.settings import ROOT, settings
from scorecards.check import Check, checks
from scorecards.core_table import CoreTable, core_tables
from scorecards.indicator import Indicator, indicators
from scorecards.period import Month
from scorecards.reference_table import LEDGER_TABLES
from sources.catalogue import AGENCIES

if TYPE_CHECKING:
    from pipelines.builds import Work

SQL = ROOT / "sql"
VALUE = dg.AssetKey(["scorecard", "value"])


def indicator_key(indicator: Indicator) -> dg.AssetKey:
    """The asset of an indicator's figures."""
    return dg.AssetKey(["indicator", indicator.ref])


@cache
def _tables() -> tuple[CoreTable, ...]:
    return tuple(core_tables(SQL))


@cache
def _indicators() -> tuple[Indicator, ...]:
    return tuple(indicators(SQL, settings().overlay))


@cache
def _checks() -> tuple[Check, ...]:
    return tuple(checks(SQL, settings().overlay))


def _work(context: dg.AssetExecutionContext, partnership: Partnership) -> "Work":
    from pipelines.builds import Plan, Work

    return Work(Plan(partnership.place(), Month.parse(context.partition_key)))


def core() -> dg.AssetsDefinition:
    """The step that makes the core tables from the deliveries in force."""
    specs = [
        dg.AssetSpec(
            table_key(table.name),
            deps=[table_key(read) for read in table.tables if not read.startswith("reference.")],
            group_name="core",
            kinds={"duckdb"},
            description=f"One row: {table.grain}.",
        )
        for table in _tables()
    ]

    @dg.multi_asset(name="core", specs=specs, partitions_def=extract_month, can_subset=True)
    def make_core(
        context: dg.AssetExecutionContext, partnership: Partnership
    ) -> Iterator[dg.MaterializeResult[None]]:
        with value_free():
            work = _work(context, partnership)
            with work.plan.home.ledger.writing():
                counts = work.make_core()
        for table in _tables():
            if table_key(table.name) in context.selected_asset_keys:
                yield dg.MaterializeResult(
                    asset_key=table_key(table.name),
                    data_version=dg.DataVersion(work.plan.build_id),
                    metadata={"rows": counts[table.name], "build": work.plan.build_id},
                )

    return make_core


def _read_by(indicator: Indicator) -> list[dg.AssetKey]:
    """The core tables that it reads; what is told from the ledger comes from every agency's deliveries."""
    found = [table_key(read) for read in indicator.tables if read.startswith("core.")]
    is_told = any(read in LEDGER_TABLES for read in indicator.tables)
    return [*found, *(delivery_key(agency) for agency in AGENCIES if is_told)]


def figures() -> dg.AssetsDefinition:
    """The one step that counts every indicator, each an asset in the group of its section: a step of its own for each
    section would cost more than the counting."""
    specs = [
        dg.AssetSpec(
            indicator_key(each),
            deps=_read_by(each),
            group_name=each.section,
            kinds={"sql"},
            description=f"{each.title}. {each.definition}",
        )
        for each in _indicators()
    ]

    @dg.multi_asset(name="count", specs=specs, partitions_def=extract_month, can_subset=True)
    def count(
        context: dg.AssetExecutionContext, partnership: Partnership
    ) -> Iterator[dg.MaterializeResult[None]]:
        asked = [each for each in _indicators() if indicator_key(each) in context.selected_asset_keys]
        with value_free():
            work = _work(context, partnership)
            with work.plan.home.ledger.writing():
                by_section = [work.count(name) for name in sorted({each.section for each in asked})]
        counts = {ref: rows for counted in by_section for ref, rows in counted.items()}
        for each in asked:
            yield dg.MaterializeResult(
                asset_key=indicator_key(each),
                data_version=dg.DataVersion(work.plan.build_id),
                metadata={"figures": counts[each.ref], "build": work.plan.build_id},
            )

    return count


def value() -> dg.AssetsDefinition:
    """The step that completes, verifies and names the month's build. It looks at the ledger itself."""
    names = sorted({each.section for each in _indicators()})
    check_specs = [
        dg.AssetCheckSpec(
            name, asset=VALUE, description="No figure contradicts another and no check found a row."
        )
        for name in names
    ]
    spec = dg.AssetSpec(
        VALUE,
        deps=[indicator_key(each) for each in _indicators()],
        group_name="scorecard",
        kinds={"duckdb"},
        description="Every figure of the month, with its state; the month's build.",
    )

    @dg.multi_asset(
        name="scorecard_value", specs=[spec], check_specs=check_specs, partitions_def=extract_month
    )
    def finish(
        context: dg.AssetExecutionContext, partnership: Partnership
    ) -> Iterator[dg.MaterializeResult[None]]:
        with value_free():
            work = _work(context, partnership)
            with work.plan.home.ledger.writing():
                path = work.finish()
                wrong = {code: count for code, count in work.check().items() if count}
        yield dg.MaterializeResult(
            asset_key=VALUE,
            data_version=dg.DataVersion(work.plan.build_id),
            metadata={
                "build": path.stem,
                "deliveries_in_force": len(work.plan.force),
                **{f"check_{code}": count for code, count in wrong.items()},
            },
            check_results=[_section_result(name, wrong) for name in names],
        )

    return finish


def _section_result(name: str, wrong: dict[str, int]) -> dg.AssetCheckResult:
    """Whether a check that touches the section's indicators found anything worse than a note."""
    refs = {each.ref for each in _indicators() if each.section == name}
    hit = [
        check
        for check in _checks()
        if wrong.get(check.code) and check.severity != "note" and refs & set(check.indicators)
    ]
    words = " ".join(f"{check.title} ({check.code}, {wrong[check.code]}). {check.remedy}" for check in hit)
    return dg.AssetCheckResult(
        passed=not hit,
        asset_key=VALUE,
        check_name=name,
        severity=dg.AssetCheckSeverity.WARN,
        description=words or "No check found anything.",
    )
