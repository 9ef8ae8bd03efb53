"""Professional escalations: raised, and resolved at the first stage."""

from sources.synthetic.truth.evidence import Evidence, spans
from sources.synthetic.truth.tally import Measure, Tally, count_of, share_of


def measures(evidence: Evidence) -> list[Measure]:
    """The indicators about escalations."""
    raised, resolved, at_stage_one = Tally(), Tally(), Tally()
    for row in spans(evidence.table("partnership.escalation"), "raised_date", "resolved_date"):
        raised.add(row["raised_date"])
        if row.get("resolved_date"):
            resolved.add(row["resolved_date"])
            if row.get("resolved_stage") == 1:
                at_stage_one.add(row["resolved_date"])
    return [share_of("PA01", at_stage_one, resolved), count_of("PA01N", raised)]
