"""Whatever a history is told in, whole records or changes, with blanks or without: the pieces together tell its last state."""

import json
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.intake.pieces import Pieces
from schemas.table import PLACE, columns
from sources.catalogue import sources
from sources.daily.layout import NODES
from tests.test_daily_payload import typed

Record = dict[str, Any]
MODELS = {source.name: source.table for source in sources("mosaic")}
TABLES = (
    "person", "disability", "referral", "assessment", "assessment_factor", "section_47", "conference", "cin_plan", "cp_plan",
    "looked_after_episode",
)  # fmt: skip
KINDS = {node.name: next(iter(node.columns.values())) for node in NODES if node.name != "care_worker_details"}
"""The lists of nodes under an episode, and the field that names each of their nodes."""
FIELDS: dict[str, dict[str, list[Any]]] = {
    "child_and_family_assessments": {"authorisation_date": ["2023-02-20", None], "factors": [["2B"], ["3A", "4B"], []]},
    "child_in_need_plans": {"end_date": ["2023-02-01", None]},
    "section_47_assessments": {"icpc_required_flag": [True, False, None], "icpc_date": ["2023-01-30", None]},
    "child_protection_plans": {"end_date": ["2023-02-02", "2023-03-03", None]},
    "child_looked_after_placements": {"end_date": ["2023-02-03", None]},
}  # fmt: skip
"""What may change of a node besides its start."""
STARTS = ["2023-01-05", "2023-01-09"]
OF_EPISODE: dict[str, list[Any]] = {"closure_date": ["2023-03-20", None], "referral_source": ["6", "1A"]}
OF_CHILD: dict[str, list[Any]] = {"sex": ["F", "M"], "disabilities": [["AUT"], ["LD", "AUT"], []]}

picked = st.integers(0, 10**6)


def node(kind: str, number: int, choose: int) -> Record:
    made: Record = {KINDS[kind]: f"N{number}", "start_date": STARTS[choose % 2]}
    return made | {name: values[choose % len(values)] for name, values in FIELDS[kind].items()}


def changed(state: dict[str, Record], number: int, what: int, choose: int) -> dict[str, Record]:
    """The state with one thing more, less, or told otherwise."""
    state = deepcopy(state)
    child = state.get(f"C{choose % 2}")
    if child is None:
        details = {"date_of_birth": "2015-05-04", "sex": "F", "ethnicity": "WBRI", "disabilities": ["AUT"]}
        state[f"C{choose % 2}"] = {"child_details": details, "episodes": {}}
        return state
    if what == 0:
        del state[f"C{choose % 2}"]
        return state
    name = list(OF_CHILD)[choose % 2]
    if what == 1:
        child["child_details"][name] = OF_CHILD[name][choose // 2 % len(OF_CHILD[name])]
        return state
    episodes = child["episodes"]
    reference = f"{choose % 2}E{choose // 2 % 2}"
    if reference not in episodes:
        fields = {"referral_date": "2023-01-02", "referral_source": "6", "closure_date": None}
        episodes[reference] = {"fields": fields, **{kind: {} for kind in KINDS}}
        return state
    if what == 2:
        del episodes[reference]
        return state
    episode = episodes[reference]
    if what == 3:
        name = list(OF_EPISODE)[choose % 2]
        episode["fields"][name] = OF_EPISODE[name][choose // 4 % 2]
        return state
    kind = list(KINDS)[choose // 3 % len(KINDS)]
    nodes = episode[kind]
    if what == 4 or not nodes:
        nodes[f"N{number}"] = node(kind, number, choose)
        return state
    which = sorted(nodes)[choose % len(nodes)]
    if what == 5:
        del nodes[which]
    else:
        possible = FIELDS[kind] | {"start_date": STARTS}
        name = sorted(possible)[choose // 5 % len(possible)]
        nodes[which][name] = possible[name][choose // 7 % len(possible[name])]
    return state


def told(state: dict[str, Record], before: dict[str, Record], form: str) -> list[Record]:
    """The payload that leads from one state to the next: `whole` records with blanks, `bare` ones without, or `changes`."""
    records = []
    for reference in sorted({*state, *before}):
        now, then = state.get(reference), before.get(reference)
        if now == then:
            continue
        if now is None:
            child: Record = {"la_child_id": reference, "purge": True}
        else:
            child = {
                "la_child_id": reference,
                "purge": False,
                "child_details": now["child_details"],
                "social_care_episodes": [*_episodes(now, then or {"episodes": {}}, form)],
            }
        records.append({"la_code": "370", "Children": child})
    return records


def _episodes(now: Record, then: Record, form: str) -> Iterator[Record]:
    for reference in sorted({*now["episodes"], *then["episodes"]}):
        new, old = now["episodes"].get(reference), then["episodes"].get(reference)
        if new is None:
            yield {"social_care_episode_id": reference, "purge": True}
        elif new != old or form != "changes":
            old = old or {"fields": {}, **{kind: {} for kind in KINDS}}
            yield {
                "social_care_episode_id": reference,
                **_fields(new["fields"], old["fields"], form),
                **{kind: [*_nodes(kind, new[kind], old[kind], form)] for kind in KINDS},
            }


def _nodes(kind: str, now: Record, then: Record, form: str) -> Iterator[Record]:
    for reference in sorted({*now, *then}):
        if reference not in now:
            yield {KINDS[kind]: reference, "purge": True}
        elif (
            now[reference] != then.get(reference) or form == "whole"
        ):  # bare records have a window: the others left it
            fields = _fields(now[reference], then.get(reference, {}), form)
            yield {KINDS[kind]: reference, "purge": False, **fields}


def _fields(now: Record, then: Record, form: str) -> Record:
    if form == "changes":
        return {name: value for name, value in now.items() if name not in then or then[name] != value}
    return {name: value for name, value in now.items() if form == "whole" or value is not None}


def standing(payloads: list[list[Record]]) -> dict[str, list[tuple[object, ...]]]:
    """The rows of every table as the payloads together tell them, without their places."""
    with TemporaryDirectory() as folder:
        parts = []
        for number, records in enumerate(payloads):
            delivery = f"d{number}"
            found = typed(json.dumps(records).encode(), delivery_id=delivery)
            assert not any(part["set_aside"] for part in found.parts)
            (Path(folder) / delivery).mkdir()
            for name, frame in found.frames.items():
                frame.write_parquet(Path(folder) / delivery / f"{name}.parquet")
            parts.append(
                SimpleNamespace(
                    delivery=SimpleNamespace(delivery_id=delivery, folder_name=delivery, parts=found.parts)
                )
            )
        pieces: Any = Pieces(parts=parts, models=MODELS, rows=Path(folder))  # type: ignore[arg-type]
        with duckdb.connect() as connection:
            return {
                table: connection.execute(
                    f"select {', '.join(set(columns(MODELS[f'mosaic.{table}'])) - set(PLACE))} "
                    f"from ({pieces.standing(f'mosaic.{table}')}) order by all"
                ).fetchall()
                for table in TABLES
            }


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.lists(st.tuples(st.integers(0, 7), picked), min_size=1, max_size=3),
                          st.sampled_from(["whole", "bare", "changes"])), min_size=1, max_size=7))  # fmt: skip
def test_any_pieces_of_a_history_tell_its_last_state(steps: list[tuple[list[tuple[int, int]], str]]) -> None:
    state: dict[str, Record] = {}
    payloads = []
    for place, (edits, form) in enumerate(steps):
        before = state
        for number, (what, choose) in enumerate(edits):
            state = changed(state, 100 * place + number, what, choose)
        payloads.append(told(state, before, form))
    payloads = [records for records in payloads if records]
    last = told(state, {}, "whole")
    if payloads:
        assert standing(payloads) == (standing([last]) if last else {table: [] for table in TABLES})
