"""Children with early help."""

from datetime import date

from sources.synthetic.entry import Row
from sources.synthetic.truth.child import adult_on
from sources.synthetic.truth.evidence import Evidence, category, spans
from sources.synthetic.truth.tally import Books, Category, Measure, Spell


def measures(evidence: Evidence) -> list[Measure]:
    """The indicator about early help: children with an episode open."""
    rows = [{**row, "start": _start(row)} for row in evidence.table("eisi.early_help_episode")]
    people = evidence.table("mosaic.person")
    by_nhs_number = {row["nhs_id"]: row["child_id"] for row in people if row.get("nhs_id")}
    child_of: dict[str, str] = {}
    for row in rows:
        child_id = row.get("child_id") or by_nhs_number.get(row.get("nhs_id"))
        if child_id:
            child_of[row["eisi_id"]] = child_id
    children = Books(_spell(evidence, row, child_of) for row in spans(rows, "start", "plan_end_date"))
    return [Measure(indicator="EH01", figures=children.snapshot)]


def _start(row: Row) -> date | None:
    """A request alone is not an episode."""
    return row.get("plan_start_date") or row.get("assessment_date")


def _spell(evidence: Evidence, row: Row, child_of: dict[str, str]) -> Spell:
    child = row.get("child_id") or child_of.get(row["eisi_id"])
    known = evidence.children[child].birth_date if child else None
    agency: list[Category] = [category("lead_agency", row.get("lead_agency"))]
    return Spell(
        child or f"eisi {row['eisi_id']}",
        row["start"],
        row.get("plan_end_date"),
        adult_on(row.get("birth_date") or known),
        lambda _: agency,
    )
