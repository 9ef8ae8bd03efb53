"""What the health providers return: numbers by measure and month."""

from collections import defaultdict
from datetime import date

from sources.synthetic.truth.evidence import Evidence, category
from sources.synthetic.truth.measure import Measure, share_of_amounts
from sources.synthetic.truth.tally import Amounts


def measures(evidence: Evidence) -> list[Measure]:
    """The indicators that the providers return."""
    return [_share(evidence, "HE02", "H07"), _share(evidence, "HE03", "H01")]


def _share(evidence: Evidence, indicator: str, measure: str) -> Measure:
    """A month counts where both its numbers were supplied."""
    cells: dict[tuple[str, date], dict[str, int]] = defaultdict(dict)
    for row in evidence.latest("health.health_return", "measure_ref", "provider", "row_kind", "month_start"):
        if row["measure_ref"] == measure and row["state"] == "supplied" and row.get("quantity") is not None:
            cells[row["provider"], row["month_start"]][row["row_kind"]] = row["quantity"]
    part, whole = Amounts(), Amounts()
    for (provider, month), cell in cells.items():
        if "Numerator" in cell and "Denominator" in cell:
            part.add(month, cell["Numerator"], category("provider", provider))
            whole.add(month, cell["Denominator"], category("provider", provider))
    return share_of_amounts(indicator, part, whole)
