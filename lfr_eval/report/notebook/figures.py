"""Tables and charts of results, for notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

import altair as alt
import pandas as pd

from lfr_eval.core.errors import InputError
from lfr_eval.core.phrases import events
from lfr_eval.core.rates import Rate
from lfr_eval.evaluate.results.groups import Condition, RatedGroup, VerdictRow
from lfr_eval.evaluate.score.compare import Comparison
from lfr_eval.report.charts.compare import difference as drawn
from lfr_eval.report.charts.fairness import COUNT, GROUP, HIGH, LOW, SHARE, SIZE, forest
from lfr_eval.report.compare import FALSE_POSITIVES, RECOGNISED, WRONG, Difference, difference
from lfr_eval.report.fairness.fairness import NOT_RECORDED, name_of, size_of

EVERYBODY = "everybody"
TITLES = {"tpir": "Recognised (TPIR)", "fpir": "False positives (FPIR)"}
RATES = ("tpir", "fpir", "wrong_identity")


def rates_table(everybody: object, groups: Iterable[RatedGroup]) -> pd.DataFrame:
    """Every rate of everybody and of every group, with its count, base and 95 % interval."""
    return pd.DataFrame(
        [
            {"rate": name, **_place(one), **_figures(getattr(one or everybody, name))}
            for one in (None, *groups)
            for name in RATES
        ]
    )


def named_table(rates: Mapping[str, Rate | None]) -> pd.DataFrame:
    """Rates by name; those that were not measured are left out."""
    return pd.DataFrame([{"rate": name, **_figures(one)} for name, one in rates.items() if one is not None])


def verdicts_table(verdicts: Iterable[VerdictRow]) -> pd.DataFrame:
    """What could be concluded, a row a verdict."""
    return pd.DataFrame([_verdict(one) for one in verdicts])


def rates_chart(everybody: object, groups: Sequence[RatedGroup]) -> alt.VConcatChart:
    """Recognition and false positives of everybody and of every group, with their 95 % intervals."""
    # which groups are small differs
    scales = alt.Resolve(scale=alt.ScaleResolveMap(color="independent", shape="independent"))
    return alt.VConcatChart(vconcat=[_forest(everybody, groups, name) for name in TITLES], resolve=scales)


def _forest(everybody: object, groups: Sequence[RatedGroup], name: str) -> alt.LayerChart:
    all_: Rate = getattr(everybody, name)
    parts = [(EVERYBODY, all_), *((_group(one), getattr(one, name)) for one in groups)]
    frame = pd.DataFrame([_row(group, one) for group, one in parts]).astype({SHARE: float, LOW: float, HIGH: float})
    chart: alt.LayerChart = forest(frame, all_.value).properties(title=TITLES[name])
    return chart


def differences(found: Comparison) -> list[Difference]:
    """The three differences of two runs."""
    asked = ((found.tpir, RECOGNISED), (found.fpir, FALSE_POSITIVES), (found.wrong_identity, WRONG))
    return [difference(one, rate) for one, rate in asked]


def differences_table(found: Comparison) -> pd.DataFrame:
    """Each difference in percentage points with its 95 % interval."""
    frames = [one.frame for one in differences(found) if not one.frame.empty]
    return pd.concat(frames, ignore_index=True) if frames else pd.DataFrame()


def differences_chart(found: Comparison) -> alt.VConcatChart:
    """Each difference with its interval.

    Raises:
        InputError: There was no event in either run.
    """
    frames = [one.frame for one in differences(found) if not one.frame.empty]
    if not frames:
        raise InputError("nothing happened in either run: there is no difference to draw")
    return alt.VConcatChart(vconcat=[drawn(one) for one in frames])


def _figures(one: Rate) -> dict[str, Any]:
    """A rate; where truth leaves open how many events there were, from how few (`k_low`) to how many (`k_high`)."""
    return {field.name: getattr(one, field.name) for field in fields(Rate)}


def _place(group: RatedGroup | None) -> dict[str, str]:
    if group is None:
        return {"attribute": "", "group": EVERYBODY, "condition": ""}
    return {"attribute": group.attribute, "group": name_of(group), "condition": _held(group.condition)}


def _held(condition: Condition) -> str:
    return ", ".join(f"{key}: {value or NOT_RECORDED}" for key, value in condition.items())


def _group(one: RatedGroup) -> str:
    return f"{one.attribute}: {name_of(one)}" + (f" ({_held(one.condition)})" if one.condition else "")


def _row(group: str, one: Rate) -> dict[str, Any]:
    counted = f"{events(one)} of {one.n:,}" if one.n else "none passed"
    return {
        GROUP: group, COUNT: counted, SHARE: one.value, LOW: one.low, HIGH: one.high, SIZE: size_of(one.subjects),
    }  # fmt: skip


def _verdict(one: VerdictRow) -> dict[str, Any]:
    return {
        "rate": one.metric.value,
        "attribute": one.attribute,
        "condition": _held(one.condition),
        "verdict": one.verdict.value,
        "group": one.leading_group,
        "against": one.leading_against,
        "effect": one.effect,
        "low": one.low,
        "high": one.high,
        "p": one.p_adjusted,
        "needed_subjects_per_group": one.needed_subjects_per_group,
    }
