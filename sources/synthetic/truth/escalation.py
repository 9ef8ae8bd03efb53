"""Professional escalations: raised, and resolved at the first stage."""

from sources.synthetic.truth.evidence import Evidence, category, spans
from sources.synthetic.truth.measure import Measure, count_of, share_of
from sources.synthetic.truth.tally import Tally


def measures(evidence: Evidence) -> list[Measure]:
    """The indicators about escalations."""
    raised, resolved, at_stage_one = Tally(), Tally(), Tally()
    for row in spans(evidence.table("partnership.escalation"), "raised_date", "resolved_date"):
        theme = category("theme", row.get("theme"))
        agency = category("raised_by", row.get("raised_by"))
        raised.add(row["raised_date"], theme, agency)
        if row.get("resolved_date"):
            resolved.add(row["resolved_date"], theme, agency)
            if row.get("resolved_stage") == 1:
                at_stage_one.add(row["resolved_date"], theme, agency)
    return [share_of("PA01", at_stage_one, resolved), count_of("PA01N", raised)]
