"""What the page of comparisons says: how far two systems are apart, what was changed, and where they disagree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from lfr_eval.core.phrases import quantile, with_interval
from lfr_eval.evaluate.compare import Comparison
from lfr_eval.evaluate.results.score import ScoreResult
from lfr_eval.metrics.paired import ALONE, BY_PEOPLE, PairedDifference
from lfr_eval.metrics.truth import Status
from lfr_eval.report.charts.compare import HIGH, LOW, POINTS, RATE
from lfr_eval.report.words import OUTCOMES, count, share
from lfr_eval.ui.literal import strong
from lfr_eval.ui.views.run import flat

RECOGNISED, FALSE_POSITIVES, WRONG = "Recognised (TPIR)", "False positives (FPIR)", "Taken for somebody else"
METHODS = {ALONE: "one pass a person", BY_PEOPLE: "as many independent passes as these people show"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One paired difference: in a sentence, as a table and for the chart."""

    sentence: str
    frame: pd.DataFrame
    """One row, in percentage points; empty where nothing happened in either."""


def difference(found: PairedDifference, rate: str) -> Difference:
    """A paired difference, with what it shows and what it leaves open."""
    trials = "passes of people not listed" if rate == FALSE_POSITIVES else "passes of listed people"
    if found.low is None or found.high is None:
        return Difference(f"{strong(f'{rate}.')} Not compared: there were no {trials}.", pd.DataFrame())
    counts, n = found.counts, found.counts.n
    first, second = counts.both + counts.only_first, counts.both + counts.only_second
    seen = f"first {first:,.0f} = {share(first / n)}, second {second:,.0f} = {share(second / n)}"
    if found.ends:
        seen = "truth does not tell whose some hits were"
    apart = found.ends or ((counts.only_first - counts.only_second) / n,)
    said = (
        f"{strong(f'{rate}.')} On the same {n:,.0f} {trials} ({count(found.subjects, 'person', 'people')}): {seen}. "
        f"Difference {' to '.join(dict.fromkeys(map(points, apart)))} percentage points (95 % {points(found.low)} to "
        f"{points(found.high)}; {METHODS[found.method]}). {_shown(found.low, found.high)}"
    )
    if counts.neither == n and not found.ends:
        return Difference(said, pd.DataFrame())
    point = None if found.difference is None else found.difference * 100
    columns: dict[str, Any] = {RATE: rate, POINTS: point, LOW: found.low * 100, HIGH: found.high * 100}
    columns |= {"Passes": int(n), "People": found.subjects, "Both": int(counts.both)}
    columns |= {"Only first": int(counts.only_first), "Only second": int(counts.only_second)}
    columns |= {"Neither": int(counts.neither), "p": found.p, "p (McNemar, exact)": found.mcnemar_p}
    return Difference(said, pd.DataFrame([columns]).astype({POINTS: float}).round(4))


def points(share_apart: float) -> str:
    """A difference of two shares in percentage points, with its sign."""
    value = share_apart * 100
    return "0" if value == 0 else f"{value:+.3g}".replace("-", "−")


def _shown(low: float, high: float) -> str:
    if low > 0 or high < 0:
        return f"A difference is shown: the {'first' if low > 0 else 'second'} has the higher rate."
    return f"A difference is not shown, and one of up to {100 * max(-low, high):.3g} points is not ruled out."


def sides(first: ScoreResult, second: ScoreResult) -> str:
    """Which of the two is called what."""
    return (
        f"First: {first.run_id} at the threshold {first.threshold:g}. Second: {second.run_id} at the "
        f"threshold {second.threshold:g}. A difference is first minus second."
    )


def trade(compared: Comparison) -> str | None:
    """What must be said where one system is higher in both rates: that is what a lower threshold does, too."""
    recognised, false = compared.tpir.difference or 0, compared.fpir.difference or 0
    if recognised * false <= 0:
        return None
    more = "first" if recognised > 0 else "second"
    return (
        f"The {more} recognises more and also has more false positives. A lower threshold does both, so this alone "
        "does not make it the better system: compare at thresholds with the same false-positive rate."
    )


def reservations(compared: Comparison) -> list[str]:
    """What is not in the differences, and what stands in the way of reading them."""
    said = [
        "How the two compare on other footage, other lists and in other light: only these passes were compared.",
        "Which of the two scores is the better score: scores and thresholds of different systems are not comparable, "
        "rates are.",
    ]
    if compared.only_one_watched:
        passes = count(compared.only_one_watched, "pass", "passes")
        said.append(f"{passes} that only one of the two watched: in no difference.")
    if compared.only_one_listed:
        passes = count(compared.only_one_listed, "pass", "passes")
        said.append(f"{passes} of people who are on one of the two lists only: in no difference.")
    if compared.left_open:
        passes = count(compared.left_open, "pass", "passes")
        said.append(f"{passes} of which truth does not tell whose some hits were: differences are ranges.")
    if not compared.attributed_alike:
        said.append("One was held against boxes, the other against times only: part of a difference may come of that.")
    return said


def side_by_side(first: ScoreResult, second: ScoreResult) -> pd.DataFrame:
    """The figures of both, each on all of its own passes."""
    cells = [_cells(one) for one in (first, second)]
    rows = [(name, *(side[name] for side in cells)) for name in cells[0]]
    return pd.DataFrame(rows, columns=["Figure", "First", "Second"])


def _cells(score: ScoreResult) -> dict[str, str]:
    alerts, frame_ms = score.alerts, score.latency.process_ms
    rates = {
        RECOGNISED: score.tpir,
        FALSE_POSITIVES: score.fpir,
        WRONG: score.wrong_identity,
        "Recognised in time": score.timely,
        "No template (FTA)": score.fta,
        "False alerts per face followed": score.false_alerts_per_face_seen,
    }
    return {name: with_interval(stated, "not measured") for name, stated in rates.items()} | {
        "Alerts: true, false, unconfirmed": f"{alerts.true:,}, {alerts.false:,}, {alerts.unconfirmed:,}",
        "Entering to alert, median": quantile(score.latency.entry_to_alert_s, "median"),
        "A frame takes, 95 % under": "not measured" if frame_ms is None else f"{frame_ms['p95']:.3g} ms",
    }


def changed(
    first: Mapping[str, Any], second: Mapping[str, Any], scores: tuple[ScoreResult, ScoreResult]
) -> pd.DataFrame:
    """What is not the same in both: settings, models, list, footage, programs and machine."""
    sides = [_stated(header, score) for header, score in zip((first, second), scores, strict=True)]
    names = dict.fromkeys([*sides[0], *sides[1]])
    rows = [(name, sides[0].get(name, "not stated"), sides[1].get(name, "not stated")) for name in names]
    return pd.DataFrame([row for row in rows if row[1] != row[2]], columns=["Setting", "First", "Second"])


def _stated(header: Mapping[str, Any], score: ScoreResult) -> dict[str, str]:
    models = header["models"]
    rows = {"scored at threshold": f"{score.threshold:g}", "models.pack": models["pack"]}
    rows |= {f"models.{file['role']}.sha256": file["sha256"] for file in models["files"]}
    rows |= {f"models.{key}": str(models[key]) for key in ("precision", "backend", "threads") if key in models}
    rows |= {f"watchlist.{key}": str(header["watchlist"][key]) for key in ("name", "digest", "persons_submitted")}
    rows |= {f"source.{key}": str(header["source"][key]) for key in ("id", "digest")}
    rows |= {f"scoring.{name}": text for name, text in flat(dict(score.settings))}
    for part in ("settings", "versions", "hardware"):
        prefix = "" if part == "settings" else f"{part}."
        rows |= {f"{prefix}{name}": text for name, text in flat(header.get(part) or {})}
    return rows


def disagreements(compared: Comparison) -> pd.DataFrame:
    """Every pass of which the two made something different, a row each."""
    names = {Status.MATED: "listed", Status.NON_MATED: "not listed", Status.UNKNOWN: "not known", Status.CROWD: "crowd"}
    rows = [
        (
            one.row.pass_id,
            names[one.status],
            OUTCOMES[one.outcome],
            OUTCOMES[other.outcome],
            round(one.row.t_enter_s, 2),
            round(one.row.t_exit_s, 2),
        )
        for one, other in compared.disagreements
    ]
    return pd.DataFrame(rows, columns=["Pass", "Person", "First", "Second", "From (s)", "Until (s)"])


def disagreements_sentence(compared: Comparison) -> str:
    """On how many passes they disagree."""
    n = len(compared.disagreements)
    return f"They made something different of {n:,} of {count(len(compared.pairs), 'pass', 'passes')} in common."
