"""What a threshold buys and costs: recognition, false positives, alerts a day, precision, and differences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import altair as alt
import pandas as pd

from lfr_eval.core.rates import Rate
from lfr_eval.metrics.group_comparison import Metric
from lfr_eval.metrics.scaling import ppv, rescale_fpir
from lfr_eval.metrics.trade_off import EVERYBODY
from lfr_eval.report.charts.trade_off import HIGH, VALUE, Axes, over_threshold
from lfr_eval.report.words import count, percent, rate, share
from lfr_eval.ui.views.threshold_choices import NO_GROUPS
from lfr_eval.ui.views.threshold_rates import FEW, MOST, ends_of, frame_of, from_to, spans, stated, with_range

FPIR, TPIR = Metric.FPIR, Metric.TPIR
ENDS = ("share", "low", "high")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the reader asks of the figures."""

    threshold: float
    persons: int
    """People on the list that is imagined."""
    footfall: int
    """People who pass in a day."""
    listed_passing: int
    """Of them, how many are on the list."""
    attribute: str = NO_GROUPS
    fpir_limit: float | None = None
    tpir_limit: float | None = None


@dataclass(frozen=True, slots=True)
class Panel:
    """One figure over the threshold: what it says in words, its table, and how it is drawn."""

    key: str
    title: str
    sentence: str
    table: pd.DataFrame
    axes: Axes
    how: Mapping[str, bool]
    """Of `over_threshold`."""

    def chart(self) -> alt.LayerChart:
        """The figure."""
        return over_threshold(self.table, self.axes, **self.how)


class Explorer:
    """The rates of one run at every threshold, asked at one."""

    def __init__(self, trade: pd.DataFrame, measured_persons: int, asked: Setting) -> None:
        """Take the rates.

        Args:
            trade: As `evaluate.trade_off.trade_off_of` returns it.
            measured_persons: People who were enrolled when the run was watched.
            asked: The reader's choice.
        """
        self._trade, self._persons, self._asked = with_range(trade), measured_persons, asked
        self.modelled = asked.persons != measured_persons
        self._of = {metric: self._scaled(metric, EVERYBODY, EVERYBODY) for metric in (FPIR, TPIR)}

    def answer(self) -> list[str]:
        """What holds at the threshold: measured first, then what is modelled from it."""
        asked = self._asked
        tpir, fpir = (self._measured(metric) for metric in (TPIR, FPIR))
        lines = [
            f"At threshold {asked.threshold:.2f}: recognised {rate(tpir, 'passes of listed people')}.",
            f"False positives: {rate(fpir, 'passes of people not listed')}.",
        ]
        if self.modelled and fpir.n:
            lines.append(
                f"On a list of {count(asked.persons, 'person', 'people')} instead of {self._persons:,} (modelled, not "
                f"measured): FPIR {self._interval(FPIR, share)}, as if comparisons were independent; where some people "
                f"resemble many others it is {'less' if asked.persons > self._persons else 'more'}. There is no "
                "interval: one list does not tell how much lists differ."
            )
        if fpir.n and tpir.n:
            lines += [self._alerts_line(), self._precision_line()]
        return lines

    def panels(self) -> list[Panel]:
        """All figures on the same threshold axis."""
        axes = Axes((self._grid[0], self._grid[-1]), self._asked.threshold, self.region(), self.shown())
        shown = [
            ("tpir", "Recognised (TPIR)", self._rates(TPIR), {"percent": True}, self._rate_sentence(TPIR)),
            (
                "fpir",
                "False positives (FPIR)",
                self._rates(FPIR),
                {"percent": True, "log": True},
                self._rate_sentence(FPIR),
            ),
            ("alerts", "Alerts a day (modelled)", self._alerts(), {"log": True}, self._alerts_line()),
            (
                "ppv",
                "Precision (PPV, modelled)",
                frame_of(self._precision(), "PPV"),
                {"percent": True},
                self._precision_line(),
            ),
        ]
        if self._asked.attribute != NO_GROUPS:
            by = self._asked.attribute
            shown += [
                ("gap", f"TPIR gap by {by}", self._spread(TPIR), {"percent": True}, self._spread_line(TPIR)),
                ("ratio", f"FPIR ratio by {by}", self._spread(FPIR), {"log": True}, self._spread_line(FPIR)),
            ]
        return [
            Panel(key, title, sentence, frame, axes, how)
            for key, title, frame, how, sentence in shown
            if frame[[VALUE, HIGH]].notna().to_numpy().any()
        ]

    def region(self) -> list[tuple[float, float]]:
        """Thresholds at which the rates, not their bounds, are within the limits; none without limits."""
        return self._within(MOST, FEW)

    def shown(self) -> list[tuple[float, float]]:
        """Thresholds at which the one-sided bounds are within the limits: there they are shown to be kept."""
        return [] if self.modelled else self._within("bound_high", "bound_low")

    def _within(self, most: str, least: str) -> list[tuple[float, float]]:
        asked = self._asked
        if asked.fpir_limit is None and asked.tpir_limit is None:
            return []
        kept = pd.Series(True, index=pd.Index(self._grid))
        if asked.fpir_limit is not None:
            kept &= self._of[FPIR][most].le(asked.fpir_limit)
        if asked.tpir_limit is not None:
            kept &= self._of[TPIR][least].ge(asked.tpir_limit)
        runs = kept.ne(kept.shift()).cumsum()[kept]
        return [(float(part.index[0]), float(part.index[-1])) for _, part in runs.groupby(runs)]

    def region_line(self) -> str:
        """Where the limits are shown to be kept, and where only the rates are within them, in words."""
        shown, within = (spans(parts) for parts in (self.shown(), self.region()))
        if self.modelled:
            shaded = f"{within} (shaded)" if within else "nowhere"
            return (
                f"If the model holds for {self._asked.persons:,} people on the list, the rates are within the limits "
                f"{shaded}. None of that is measured, and nothing is shown of such a list."
            )
        if not within:
            return "No threshold keeps the rates within the limits."
        said = f"are shown to be kept {shown} (framed)" if shown else "are not shown to be kept at any threshold"
        return (
            f"The limits {said}: one-sided 95 % bounds. The rates themselves are within them {within} (shaded). "
            "A threshold that is picked here has to hold in a test of its own."
        )

    @property
    def _grid(self) -> list[float]:
        return sorted(self._trade["threshold"].unique().tolist())

    def _scaled(self, metric: Metric, attribute: str, value: str) -> pd.DataFrame:
        """Rates by threshold; FPIR as it would be on the list that is imagined, of which no interval is known."""
        trade = self._trade
        rows = trade[(trade["metric"] == metric) & (trade["attribute"] == attribute) & (trade["value"] == value)]
        rows = rows.set_index("threshold")
        if metric is FPIR and self.modelled:
            unknown = dict.fromkeys(("low", "high", "bound_low", "bound_high"), float("nan"))
            scaled = {end: rows[end].map(self._on_list, na_action="ignore") for end in ("share", FEW, MOST)}
            rows = rows.assign(**scaled, **unknown)
        return rows

    def _on_list(self, fpir: float) -> float:
        return rescale_fpir(fpir, self._persons, self._asked.persons)

    def _at(self, rows: pd.DataFrame) -> pd.Series:
        """The row of the threshold that is asked for: the nearest of the grid."""
        places = rows.index.get_indexer(pd.Index([self._asked.threshold]), method="nearest")
        return rows.iloc[int(places[0])]

    def _measured(self, metric: Metric) -> Rate:
        rows = self._trade[(self._trade["metric"] == metric) & (self._trade["attribute"] == EVERYBODY)]
        return stated(self._at(rows.set_index("threshold")))

    def _interval(self, metric: Metric, words: Callable[[float], str]) -> str:
        found = self._at(self._of[metric])

        few, most = (words(float(found[end])) for end in (FEW, MOST))
        return from_to(few, most) + ends_of(found["low"], found["high"], words)

    def _rates(self, metric: Metric) -> pd.DataFrame:
        if metric is TPIR or not self.modelled:
            return frame_of(self._of[metric], metric.named)
        measured = self._trade[(self._trade["metric"] == FPIR) & (self._trade["attribute"] == EVERYBODY)]
        lines = {
            f"measured, list of {self._persons:,}": measured.set_index("threshold"),
            f"modelled, list of {self._asked.persons:,}": self._of[FPIR],
        }
        return pd.concat([frame_of(rows, name) for name, rows in lines.items()], ignore_index=True)

    def _rate_sentence(self, metric: Metric) -> str:
        at, name = f"At {self._asked.threshold:.2f}", metric.named
        note = f", on a list of {self._asked.persons:,} (modelled)" if metric is FPIR and self.modelled else ""
        return f"{at}: {name} {self._interval(metric, share)}{note}."

    def _alerts(self) -> pd.DataFrame:
        listed, others = self._asked.listed_passing, self._asked.footfall - self._asked.listed_passing
        true, false = (self._of[TPIR][list(ENDS)] * listed, self._of[FPIR][list(ENDS)] * others)
        return pd.concat([frame_of(false, "false alerts"), frame_of(true, "true alerts")], ignore_index=True)

    def _alerts_line(self) -> str:
        asked = self._asked
        said = []
        for name, metric, people in (
            ("false alerts", FPIR, asked.footfall - asked.listed_passing),
            ("true alerts", TPIR, asked.listed_passing),
        ):
            at = self._at(self._of[metric])
            if pd.isna(at[FEW]):
                continue
            few, most = (f"{people * float(at[end]):,.1f}" for end in (FEW, MOST))
            ends = ends_of(people * at["low"], people * at["high"], "{:,.1f}".format)
            said.append(f"{from_to(few, most)} {name}{ends}")
        return (
            f"Of {asked.footfall:,} people a day, {asked.listed_passing:,} of them listed, expect about "
            f"{' and '.join(said)} (modelled: one alert for each pass with a hit)."
        )

    def _precision(self) -> pd.DataFrame:
        """(thresholds,) of PPV: each of its ends has fewest right and most false alerts, or most and fewest."""
        listed, others = self._asked.listed_passing, self._asked.footfall - self._asked.listed_passing
        tpir, fpir = self._of[TPIR], self._of[FPIR]
        ends = {"share": ("share", "share"), "low": ("low", "high"), "high": ("high", "low")}
        ends |= {FEW: (FEW, MOST), MOST: (MOST, FEW)}
        rows = {
            end: [
                None if pd.isna(found) or pd.isna(false) else ppv(found, false, listed, others)
                for found, false in zip(tpir[true_end], fpir[false_end], strict=True)
            ]
            for end, (true_end, false_end) in ends.items()
        }
        return pd.DataFrame(rows, index=tpir.index, dtype=float)

    def _precision_line(self) -> str:
        found = self._at(self._precision())
        if pd.isna(found[FEW]) or pd.isna(found[MOST]):
            return "Nobody would raise an alert, so there is no share of right ones."

        right = from_to(percent(found[FEW]), percent(found[MOST]))
        return f"Of the alerts, {right} would be right{ends_of(found['low'], found['high'], percent)}: PPV, modelled."

    def _groups(self, metric: Metric) -> pd.DataFrame:
        """(thresholds, groups) rates of the chosen attribute."""
        trade, by = self._trade, self._asked.attribute
        values = trade[(trade["metric"] == metric) & (trade["attribute"] == by)]["value"].unique()
        return pd.DataFrame({value: self._scaled(metric, by, value)["share"] for value in values})

    def _spread(self, metric: Metric) -> pd.DataFrame:
        """Largest gap (TPIR) or ratio (FPIR) between groups; no value where a group has no event."""
        groups = self._groups(metric)
        if groups.shape[1] < 2:
            return frame_of(pd.DataFrame(columns=list(ENDS), dtype=float), "")
        high, low = groups.max(axis=1, skipna=False), groups.min(axis=1, skipna=False)
        value = high - low if metric is TPIR else high / low.where(low > 0)
        name = "gap" if metric is TPIR else "worst over best"
        return frame_of(pd.DataFrame({"share": value, "low": None, "high": None}), name)

    def _spread_line(self, metric: Metric) -> str:
        groups = self._groups(metric)
        if groups.empty or (found := self._at(groups)).isna().any():
            return f"A group of {self._asked.attribute} has no rate of its own, so there is nothing to compare."
        worst, best = str(found.idxmax()), str(found.idxmin())
        if metric is TPIR:
            return (
                f"TPIR of {worst} {percent(found[worst])}, of {best} {percent(found[best])}: a gap of "
                f"{100 * (found[worst] - found[best]):.1f} points, before any question of chance."
            )
        if found[best] == 0:
            return f"FPIR of {worst} {share(found[worst])}, of {best} none seen: no ratio (a group has 0 events)."
        return (
            f"FPIR of {worst} {share(found[worst])}, of {best} {share(found[best])}: "
            f"{found[worst] / found[best]:.1f} times as high, before any question of chance."
        )
