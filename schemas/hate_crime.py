"""Hate crimes and incidents, as the police deliver them."""

from datetime import date

from schemas.column import day, flag, identifier, label
from schemas.table import Table

STRANDS = ("Race or religion", "Disability", "Sexual orientation or gender", "Not categorised")


class HateCrime(Table):
    """A hate crime or incident with a victim under 18."""

    incident_id: str = identifier(
        "Incident Ref", of="incident", required=True, about="The police's reference of the incident"
    )
    incident_date: date = day("Incident Date", required=True, about="The day of the incident")
    strand: str = label("Strand", among=STRANDS, required=True, about="The strand of hate crime")
    is_online: bool = flag("Online", about="Whether it happened online")

    class Config(Table.Config):
        """One row an incident."""

        name = "police.hate_crime"
        metadata = {"key": ("incident_id", "strand")}
