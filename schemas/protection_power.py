"""Uses of police protection."""

from schemas.column import Moment, flag, identifier, moment
from schemas.table import Table


class ProtectionPower(Table):
    """A use of police protection (Children Act 1989, section 46)."""

    power_id: str = identifier("Ref", of="protection_power", required=True, about="The police's reference")
    used_at: Moment = moment("Used At", required=True, about="When the power was used")
    is_social_care_consulted: bool = flag("Social Care Consulted", about="Whether social care was consulted")

    class Config(Table.Config):
        """One row a use of the power."""

        name = "police.protection_power"
        metadata = {"key": ("power_id",)}
