"""Publishing: one step a quarter, an asset for each audience's workbook and page."""

from collections.abc import Iterator

import dagster as dg

from pipelines.boundary import value_free
from pipelines.counting import VALUE
from pipelines.partitions import quarter_start
from pipelines.partnership import Partnership
from pipelines.settings import settings
from scorecards.audience import audiences
from scorecards.period import Month, Quarter


def audience_key(name: str) -> dg.AssetKey:
    """The asset of an audience's workbook and page."""
    return dg.AssetKey(["published", name])


def publications() -> list[dg.AssetsDefinition]:
    """The step that writes every audience's files."""
    own = settings().overlay / "audiences.toml"
    known = audiences(*([own] if own.exists() else []))
    specs = [
        dg.AssetSpec(
            audience_key(name),
            deps=[dg.AssetDep(VALUE, partition_mapping=dg.TimeWindowPartitionMapping())],
            group_name="published",
            kinds={"excel", "html"},
            description=f"Workbook and page: {audience.title}.",
        )
        for name, audience in known.items()
    ]

    @dg.multi_asset(name="publish_quarter", specs=specs, partitions_def=quarter_start, can_subset=True)
    def write(
        context: dg.AssetExecutionContext, partnership: Partnership
    ) -> Iterator[dg.MaterializeResult[None]]:
        from pipelines.publication import Publication

        wanted = [name for name in known if audience_key(name) in context.selected_asset_keys]
        with value_free():
            home = partnership.place()
            quarter = Quarter.ending(Month.parse(context.partition_key), home.settings.year_start)
            publication = Publication(home, quarter)
            written = publication.write(wanted)
        for name in wanted:
            yield dg.MaterializeResult(
                asset_key=audience_key(name),
                data_version=dg.DataVersion(publication.build_id),
                metadata={
                    "files": len(written[name]),
                    "build": publication.build_id,
                    "quarter": str(quarter),
                },
            )

    return [write]
