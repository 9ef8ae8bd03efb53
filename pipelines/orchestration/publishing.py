"""Drafting: one step a quarter, an asset for each audience's workbook and page. What is published of it is signed for
by people, at the command line."""

from collections.abc import Iterator

import dagster as dg

from pipelines.boundary import value_free
from pipelines.orchestration.counting import VALUE
from pipelines.orchestration.partitions import quarter_start
from pipelines.orchestration.partnership import Partnership
from pipelines.settings import settings
from scorecards.audience import audiences
from scorecards.period import Month, Quarter


def draft_key(name: str) -> dg.AssetKey:
    """The asset of an audience's draft workbook and page."""
    return dg.AssetKey(["draft", name])


def drafts() -> list[dg.AssetsDefinition]:
    """The step that writes every audience's draft."""
    own = settings().overlay / "audiences.toml"
    known = audiences(*([own] if own.exists() else []))
    specs = [
        dg.AssetSpec(
            draft_key(name),
            deps=[dg.AssetDep(VALUE, partition_mapping=dg.TimeWindowPartitionMapping())],
            group_name="drafts",
            kinds={"excel", "html"},
            description=f"Workbook and page, for approval: {audience.title}.",
        )
        for name, audience in known.items()
    ]

    @dg.multi_asset(name="draft_quarter", specs=specs, partitions_def=quarter_start)
    def write(
        context: dg.AssetExecutionContext, partnership: Partnership
    ) -> Iterator[dg.MaterializeResult[None]]:
        from pipelines.region.publication import publication_of

        with value_free():
            home = partnership.place()
            quarter = Quarter.ending(Month.parse(context.partition_key), home.settings.year_start)
            draft = publication_of(home, quarter).draft()
        for name, audience in known.items():
            yield dg.MaterializeResult(
                asset_key=draft_key(name),
                data_version=dg.DataVersion(draft.id),
                metadata={
                    "files": sum(f"/{audience.file_name}/" in f"/{path}" for path in draft.files),
                    "build": str(draft.facts["build"]),
                    "draft": draft.id,
                    "quarter": str(quarter),
                },
            )

    return [write]
