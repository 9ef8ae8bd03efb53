"""Disabilities in the case system."""

from schemas.column import code, identifier
from schemas.table import Table


class Disability(Table):
    """A disability of a child."""

    disability_id: str = identifier(
        "disa_table_id", of="disability", required=True, about="The row's reference"
    )
    child_id: str = identifier(
        "disa_person_id", of="person", required=True, about="The child in the case system"
    )
    disability_code: str = code(
        "disa_disability_code", of="disability", required=True, about="The disability"
    )

    class Config(Table.Config):
        """One row a disability of a child."""

        name = "mosaic.disability"
        metadata = {"key": ("disability_id",)}
