"""Figures in words: never a bare rate, never a number that is not there."""

from dataclasses import replace

import pytest
from score_objects import NONE, compared, rate, verdict

from lfr_eval.core.rates import Rate
from lfr_eval.metrics.comparisons import Effect
from lfr_eval.metrics.group_comparison import Metric
from lfr_eval.metrics.needed import Needed
from lfr_eval.metrics.verdicts import Finding
from lfr_eval.report.words import alert_lines, load_lines, share, verdict_line
from lfr_eval.report.words import rate as rate_words

INCONCLUSIVE = Finding.INCONCLUSIVE
NEEDED = Needed(None, 1.0, 23508, None, 344000, 34400)


@pytest.mark.parametrize(
    ("value", "expected"), [(0.0, "0 %"), (1.0, "100 %"), (0.207, "20.7 %"), (1 / 6000, "1 in 6,000"), (0.001, "0.1 %")]
)
def test_rare_rates_are_said_as_1_in_n(value: float, expected: str):
    assert share(value) == expected


def test_a_rate_without_trials_has_no_value():
    assert rate_words(NONE, "passes") == "not measured: there were no passes"


def test_a_verdict_says_what_it_would_take_even_where_ends_and_people_are_not_known():
    apart = compared("F", "M", (rate(3, 100), rate(1, 100)), Effect(3.0, 0.5, None, "katz"), 0.4)
    open_ = verdict(Metric.FPIR, INCONCLUSIVE, (apart,), needed=NEEDED, notes=("a compared group has 0 events",))
    assert verdict_line(open_, "passes") == (
        "  sex, FPIR: inconclusive; F 3 of 100 = 3 % against M 1 of 100 = 1 %: ratio 3 (95 % 0.5 to no upper end; "
        "corrected p = 0.4); to see a doubling takes about 23,508 passes in each group; to show equivalence, if the "
        "groups are alike, about 344,000 passes of 34,400 people (a compared group has 0 events)"
    )


def test_a_verdict_without_trials_has_no_effect():
    assert "against" not in verdict_line(verdict(Metric.FPIR, INCONCLUSIVE), "searches")


def test_a_ratio_with_half_an_event_added_says_so_and_the_rates_that_were_seen():
    apart = compared("F", None, (rate(2, 10), rate(0, 10)), Effect(5.0, 0.5, None, "katz-haldane"))
    patched = verdict(Metric.FPIR, INCONCLUSIVE, groups=(apart,))
    said = "F 2 of 10 = 20 % against the rest 0 of 10 = 0 %: ratio 5, half an event added to each count (95 % 0.5 to"
    assert said in verdict_line(patched, "passes")


def test_a_range_is_said_beside_the_rate():
    open_ = Rate(3, 9, 1 / 3, 0.003, 0.86, "korn-graubard", 9, k_low=1, k_high=5)
    assert rate_words(open_, "passes") == (
        "1 to 5 of 9 passes = 11.1 % to 55.6 % (3 by the tracks; 95 % 0.3 % to 86 %): truth does not tell whose some "
        "hits were"
    )
    assert "by the tracks" not in rate_words(replace(open_, k=1, value=None), "passes")


LOAD = {"frames_per_s": 24.96, "faces_per_s": 60.0, "capture_to_alert_ms": None, "memory_mib": None}


def test_the_load_says_what_is_known_of_it():
    assert load_lines(LOAD) == ["25.0 frames and 60.0 faces a second."]
    live = LOAD | {"capture_to_alert_ms": {"p50": 40.2, "p95": 93.6, "p99": 120.0}, "memory_mib": {"peak": 429.3}}
    assert load_lines(live) == [
        "25.0 frames and 60.0 faces a second; from capture to alert 40 ms in half of the frames, 94 ms in 95 %; "
        "429 MiB of memory at most."
    ]
    assert load_lines(None) == []


@pytest.mark.parametrize(("dropped", "said"), [(3, True), (0, False), (None, False)])
def test_lost_frames_are_said(dropped: int | None, said: bool):
    counts = {
        "faces": 2,
        "frames_read": 7,
        "frames_dropped": dropped,
        "faces_embedded": 1,
        "duration_s": 0.4,
        "irregularities": {},
        "damage": None,
    }
    lines = alert_lines([], counts)
    assert ("  lost because nobody was ready for them: 3 frames" in lines) == said
