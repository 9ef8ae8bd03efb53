"""Whether this machine and this home can be trusted with the work, and which guarantees hold here.

Each finding is a fact about the place, never about a record.
"""

from collections.abc import Callable, Iterator

from pipelines.doctor.disk import encryption
from pipelines.doctor.engine import engine
from pipelines.doctor.finding import Finding
from pipelines.doctor.home import form, home, inbox, key, passwords, space
from pipelines.doctor.machine import guarantees, libraries, python, reading
from pipelines.doctor.rules import expectations, rules
from pipelines.doctor.schedule import messages, schedule
from pipelines.home import Home


def examined(place: Home) -> list[Finding]:
    """Everything that can be told of this machine and this home."""
    looks: tuple[Callable[[Home], Iterator[Finding]], ...] = (
        python,
        libraries,
        rules,
        inbox,
        home,
        key,
        form,
        space,
        encryption,
        expectations,
        engine,
        schedule,
        messages,
        passwords,
        reading,
        guarantees,
    )
    return [finding for look in looks for finding in look(place)]
