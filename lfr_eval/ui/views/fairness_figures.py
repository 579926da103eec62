"""Intersections, who is taken for whom, how scores are spread, and indices beside what chance would make them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from lfr_eval.core.phrases import count, ends, events, percent, share, share_of
from lfr_eval.evaluate.results.score import GroupRow, ScoreResult, rate_of
from lfr_eval.metrics.group_comparison import Metric
from lfr_eval.metrics.groups import INTERSECTION
from lfr_eval.report.charts.fairness import (
    ACROSS,
    DENSITY,
    DOWN,
    GROUP,
    HEAT_OF,
    SCORE,
    SIZE,
    SMALL,
    TEXT,
    densities,
    heat,
)
from lfr_eval.ui.views.fairness import OF, TITLES, Figure, groups_of, size_of

BIN = 0.05
BINS = 20
"""For scores on a scale of their own."""
INDICES = {
    "max_over_min": "Worst rate over best",
    "worst_over_geomean": "Worst rate over geometric mean",
    "max_minus_min": "Worst rate minus best",
    "standard_deviation": "Standard deviation",
    "gini": "Gini coefficient",
    "fdr": "Fairness discrepancy rate (1 = alike)",
    "inequity_rate": "Inequity rate (1 = alike)",
    "garbe": "GARBE (0 = alike)",
}
WORSE = {
    Metric.FPIR: "false positives",
    Metric.TPIR: "people who were missed",
    Metric.TIMELY: "people who were late or missed",
}
REACHED = {
    Metric.FPIR: ("anybody on the list reached", "False positives"),
    Metric.TPIR: ("they reached against themselves", "Those recognised"),
}
ERRORS = {"fpir": "False positives (FPIR)", "fnir": "Misses (FNIR)", "fpir and fnir": "Both"}


def intersections(score: ScoreResult, attribute: str, chosen: str) -> list[Figure]:
    """Heat maps of the rates where two attributes cross; the chosen attribute must be one of the two."""
    figures = []
    for name in score.attributes:
        parts = [part.strip() for part in name.split(INTERSECTION)]
        if len(parts) == 2 and (attribute in parts or attribute == name):
            cells = [one for one in groups_of(score, name) if one.value and not one.condition]
            figures += [_crossed(cells, metric, parts, chosen) for metric in TITLES if cells]
    return figures


def _crossed(cells: Sequence[GroupRow], metric: Metric, parts: list[str], chosen: str) -> Figure:
    rows = []
    for group in cells:
        one = rate_of(group, metric)
        down, across = (group.value or "").split(INTERSECTION, 1)
        rows.append(
            {
                DOWN: down,
                ACROSS: across,
                HEAT_OF: _errors(metric, one.value),
                TEXT: f"{share_of(one)}\n{events(one)} of {one.n:,}" if one.n else "no passes",
                SIZE: size_of(one.subjects),
                "People": one.subjects,
                "95 %": ends(one) if one.n else "no passes",
            }
        )
    frame, name = pd.DataFrame(rows).astype({HEAT_OF: float}), cells[0].attribute
    small = int((frame[SIZE] == SMALL).sum())
    sentence = (
        f"{small} of {len(frame)} cells have {SMALL}, too few to conclude from; they are hatched. The more orange, the "
        f"more {WORSE[metric]}."
    )
    table = frame.drop(columns=[HEAT_OF])
    table[TEXT] = frame[TEXT].str.replace("\n", " = ")
    table = table.rename(columns={DOWN: parts[0], ACROSS: parts[1], TEXT: OF[metric].capitalize()})
    chart = heat(frame, parts[1], parts[0], chosen)
    return Figure(
        f"{name}-{metric.value}".replace(INTERSECTION, "-"), f"{TITLES[metric]}: {name}", sentence, chart, table
    )


def matrix(cross: pd.DataFrame, attribute: str, chosen: str) -> Figure | None:
    """Whom passers-by of each group are taken for; None where there is nothing to compare."""
    cells = cross[cross["attribute"] == attribute]
    if cells.empty:
        return None
    rows = [
        {
            DOWN: one["probe"],
            ACROSS: one["listed"],
            HEAT_OF: one["share"],
            TEXT: f"{share(one['share']) if one['k'] else 'none'}\n{one['k']:,} of {one['n']:,}",
            SIZE: size_of(one["subjects"]),
            "95 %": f"{share(one['low'])} to {share(one['high'])}",
            "People": one["subjects"],
        }
        for one in _rows(cells)
    ]
    frame = pd.DataFrame(rows)
    total, tried = int(cells["k"].sum()), int(cells["n"].sum())
    sentence = (
        f"{count(total, 'wrong match', 'wrong matches')} in {tried:,} pairs of a pass and a person on the list. Rows: "
        "who passed; columns: whom they were taken for. It depends on this list; only the best candidate of a search "
        "counts."
    )
    table = frame.drop(columns=[SIZE, HEAT_OF])
    table[TEXT] = frame[TEXT].str.replace("\n", ": ")
    table = table.rename(
        columns={DOWN: f"{attribute} of who passed", ACROSS: f"{attribute} on the list", TEXT: "Count"}
    )
    return Figure("taken-for", "Who is taken for whom", sentence, heat(frame, "on the list", "passing", chosen), table)


def spreads(trade: pd.DataFrame, attribute: str, threshold: float) -> list[Figure]:
    """How the best scores of passes are spread by group: of people not listed, then of listed people.

    Args:
        trade: As `evaluate.trade_off.trade_off_of` returns it.
        attribute: Whose groups.
        threshold: That of the score.
    """
    found = [_spread(trade, metric, attribute, threshold) for metric in (Metric.FPIR, Metric.TPIR)]
    return [one for one in found if one is not None]


def _spread(trade: pd.DataFrame, metric: Metric, attribute: str, threshold: float) -> Figure | None:
    rows = trade[(trade["metric"] == metric.value) & (trade["attribute"] == attribute) & (trade["n"] > 0)]
    if rows.empty:
        return None
    parts: list[pd.DataFrame] = []
    without: list[int] = []
    for value, group in rows.groupby("value", sort=True):
        group = group.sort_values("threshold")
        parts.append(_histogram(group, f"{value} ({group['n'].iloc[0]:,} passes)"))
        without.append(int(group["n"].iloc[0] - group["k"].iloc[0]))
    frame = pd.concat(parts, ignore_index=True)
    reached, above = REACHED[metric]
    sentence = (
        f"{OF[metric].capitalize()}, by the best score that {reached}; {sum(without):,} had no score on record. "
        f"{above} lie at or above the threshold."
    )
    table = frame.assign(**{DENSITY: _percents(frame[DENSITY])})
    return Figure(f"spread-{metric.value}", TITLES[metric], sentence, densities(frame, threshold), table)


def _histogram(group: pd.DataFrame, name: str) -> pd.DataFrame:
    """Passes per bin, from how many reach each threshold; the last bin closes at 0."""
    at = group["threshold"].to_numpy(float)
    reached = np.maximum.accumulate(group["k"].to_numpy(int)[::-1])[::-1]  # where open, the fewest may go up and down
    step = BIN if at[0] >= -1 and at[-1] <= 1 + BIN else float(at[-1] - at[0]) / BINS or 1.0
    lost = pd.DataFrame({SCORE: at, DENSITY: reached - [*reached[1:], 0]})
    lost[SCORE] = ((lost[SCORE] + 1e-9) // step * step).round(6)
    binned = lost.groupby(SCORE, as_index=False)[DENSITY].sum()
    lows = [*binned[SCORE].tolist(), round(float(binned[SCORE].max()) + step, 6)]
    passes = [*binned[DENSITY].tolist(), 0]
    return pd.DataFrame({GROUP: name, SCORE: lows, DENSITY: [one / int(group["n"].iloc[0]) for one in passes]})


def indices_line(unequal: pd.DataFrame, attribute: str) -> str:
    """How many indices lie beyond what chance alone would make of them."""
    rows = unequal[(unequal["attribute"] == attribute) & unequal["value"].notna()]
    beyond = int((rows["p"] < 0.05).sum())
    undefined = int((unequal["attribute"] == attribute).sum()) - len(rows)
    said = (
        f"Every index of noisy rates looks unequal by chance alone, so each stands beside what shuffled labels give. "
        f"{beyond} of {len(rows)} lie beyond 95 of 100 shuffles"
    )
    return f"{said}; {undefined} have no value." if undefined else f"{said}."


def indices(unequal: pd.DataFrame, attribute: str) -> pd.DataFrame:
    """Each index beside what chance makes of it."""
    return pd.DataFrame([_index(one) for one in _rows(unequal[unequal["attribute"] == attribute])])


def _index(one: Mapping[str, Any]) -> dict[str, str]:
    known = not pd.isna(one["value"])
    return {
        "Of": ERRORS[one["metric"]],
        "Index": INDICES[one["index"]],
        "Value": f"{one['value']:.3g}" if known else "none",
        "By chance: median": _end(one["null_median"]) if known else "",
        "By chance: 95 of 100 within": _end(one["null_95"]) if known else "",
        "p (not corrected)": f"{one['p']:.2g}" if known else "",
        "Note": "" if known else one["undefined"],
    }


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _errors(metric: Metric, value: float | None) -> float | None:
    return value if metric is Metric.FPIR or value is None else 1 - value


def _end(value: float | None) -> str:
    return "unbounded" if value is None or pd.isna(value) else f"{value:.3g}"


def _percents(values: pd.Series) -> list[str]:
    return ["" if pd.isna(one) else percent(float(one)) for one in values]
