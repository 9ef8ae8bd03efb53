"""A linear programme over counts, asked again and again for other costs: HiGHS, which begins each time where it ended
the time before.

The choice of what is withheld and the attack on it each ask thousands of these. Nothing of either is in here.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

UNLIMITED = float("inf")


class Programme:
    """`least` ≤ the sum of a row's cells ≤ `most`, and each count between its `floor` and its `top`."""

    def __init__(
        self,
        *,
        cells: Iterable[tuple[int, int, float]],
        least: Sequence[float],
        most: Sequence[float],
        floor: Sequence[float],
        top: Sequence[float],
        most_nodes: int | None = None,
    ) -> None:
        """`cells` are row, count and coefficient; one that comes twice is the sum of both. `most_nodes` limits the work
        on whole numbers, counted and not timed."""
        import highspy
        import numpy

        merged: dict[tuple[int, int], float] = {}
        for row, count, coefficient in cells:
            merged[row, count] = merged.get((row, count), 0.0) + coefficient
        order = sorted(merged)
        self._floor, self._top = numpy.asarray(floor, dtype=float), numpy.asarray(top, dtype=float)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(floor), len(least)
        model.col_cost_ = numpy.zeros(len(floor))
        model.col_lower_, model.col_upper_ = self._floor, self._top
        model.row_lower_ = numpy.asarray(least, dtype=float)
        model.row_upper_ = numpy.asarray(most, dtype=float)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        rows = [row for row, _ in order]
        model.a_matrix_.start_ = numpy.searchsorted(rows, numpy.arange(len(least) + 1)).astype(numpy.int32)
        model.a_matrix_.index_ = numpy.array([count for _, count in order], dtype=numpy.int32)
        model.a_matrix_.value_ = numpy.array([merged[place] for place in order], dtype=float)
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]
        self._solver.silent()
        self._solver.setOptionValue("threads", 1)
        self._solver.setOptionValue("mip_rel_gap", 0.0)
        if most_nodes is not None:
            self._solver.setOptionValue("mip_max_nodes", most_nodes)
        self._solver.passModel(model)
        self._costed: set[int] = set()
        self._topped: set[int] = set()
        self._is_whole = False

    def cheapest(
        self,
        costs: Mapping[int, float],
        tops: Mapping[int, float] | None = None,
        *,
        is_whole: bool = False,
    ) -> Any:
        """The counts that agree with everything and cost least, as an array; None when there are none, when there is no
        end to how cheap they can be, or when no whole ones were found. `tops` are other tops for this once."""
        import highspy

        self._set_costs(costs)
        self._set_tops(tops or {})
        self._set_whole(is_whole)
        self._solver.run()
        if is_whole:
            is_found = (
                self._solver.getInfo().primal_solution_status
                == highspy.SolutionStatus.kSolutionStatusFeasible
            )
        else:
            is_found = self._solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return self._answer() if is_found else None

    def _answer(self) -> Any:
        import numpy

        return numpy.array(self._solver.getSolution().col_value)

    def _set_costs(self, costs: Mapping[int, float]) -> None:
        import numpy

        places = sorted(self._costed | set(costs))
        if places:
            at = numpy.array(places, dtype=numpy.int32)
            self._solver.changeColsCost(len(at), at, numpy.array([costs.get(each, 0.0) for each in places]))
        self._costed = set(costs)

    def _set_tops(self, tops: Mapping[int, float]) -> None:
        import numpy

        places = sorted(self._topped | set(tops))
        if places:
            at = numpy.array(places, dtype=numpy.int32)
            new = numpy.array([tops.get(each, self._top[each]) for each in places], dtype=float)
            self._solver.changeColsBounds(len(at), at, self._floor[at], new)
        self._topped = set(tops)

    def _set_whole(self, is_whole: bool) -> None:
        import highspy
        import numpy

        if is_whole != self._is_whole:
            kind = highspy.HighsVarType.kInteger if is_whole else highspy.HighsVarType.kContinuous
            at = numpy.arange(len(self._floor), dtype=numpy.int32)
            self._solver.changeColsIntegrality(len(at), at, numpy.full(len(at), kind))
            self._is_whole = is_whole
