"""Incidents and crimes that the police report."""

from sources.synthetic.entry import Row
from sources.synthetic.truth.evidence import Evidence, category
from sources.synthetic.truth.tally import TOTAL, Figures, Measure, Seen, Tally, count_of, share_of
from sources.synthetic.truth.window import Window


def measures(evidence: Evidence) -> list[Measure]:
    """The indicators about incidents and crimes."""
    incidents, known, with_child = Tally(), Tally(), Tally()
    for row in evidence.latest("police.domestic_abuse_incident", "incident_id"):
        incidents.add(row["incident_date"])
        if row.get("is_child_in_household") is not None:
            known.add(row["incident_date"])
        if row.get("is_child_in_household"):
            with_child.add(row["incident_date"])
    online = _by_day(evidence.latest("police.online_crime", "crime_id"), "crime_date")
    flags = evidence.latest("police.vulnerability_flag", "incident_id", "flag_type", "victim_id")
    hate = evidence.latest("police.hate_crime", "incident_id", "strand")
    return [
        share_of("PO01", with_child, known),
        count_of("PO01N", incidents),
        Measure(indicator="PO02", figures=Overlapping(flags, "flag_type", has_total=False).figures),
        count_of("PO03", online),
        Measure(indicator="PO04", figures=Overlapping(hate, "strand", has_total=True).figures),
    ]


class Overlapping:
    """Incidents of which one may be in several categories and is counted once in each."""

    def __init__(self, rows: list[Row], breakdown: str, *, has_total: bool) -> None:
        self._seen: dict[tuple[str, str], Seen[str]] = {TOTAL: Seen()} if has_total else {}
        for row in filter(_is_of_a_child, rows):
            named = category(breakdown, row[breakdown])
            for key in (TOTAL, named) if has_total else (named,):
                self._seen.setdefault(key, Seen()).add(row["incident_id"], row["incident_date"])

    def figures(self, window: Window) -> Figures:
        """The number of incidents, and of each category."""
        counts = {key: len(seen.within(window)) for key, seen in self._seen.items()}
        return {key: (count, None) for key, count in counts.items() if count or key == TOTAL}


def _by_day(rows: list[Row], day_column: str) -> Tally:
    tally = Tally()
    for row in filter(_is_of_a_child, rows):
        tally.add(row[day_column])
    return tally


def _is_of_a_child(row: Row) -> bool:
    """Whether the victim is under 18, or of an age that is not stated."""
    age = row.get("victim_age")
    return age is None or age < 18
