"""Figures in words: never a bare rate, never a number that is not there."""

from typing import Any

import pytest

from lfr_eval.report.words import alert_lines, load_lines, rate, share, verdict_line

VERDICT: dict[str, Any] = {
    "attribute": "sex",
    "metric": "fpir",
    "verdict": "inconclusive",
    "leading_group": "F",
    "effect": 3.0,
    "low": 0.5,
    "high": None,
    "p_adjusted": 0.4,
    "margin": 1.25,
    "needed_passes_per_group": 23508,
    "needed_subjects_per_group": None,
    "notes": ["a compared group has 0 events"],
    "exploratory": False,
    "condition": {},
}


@pytest.mark.parametrize(
    ("value", "expected"), [(0.0, "0 %"), (1.0, "100 %"), (0.207, "20.7 %"), (1 / 6000, "1 in 6,000"), (0.001, "0.1 %")]
)
def test_rare_rates_are_said_as_1_in_n(value: float, expected: str):
    assert share(value) == expected


def test_a_rate_without_trials_has_no_value():
    assert rate({"k": 0, "n": 0, "value": None, "low": None, "high": None}, "passes") == (
        "not measured: there were no passes"
    )


def test_a_verdict_says_what_it_would_take_even_where_ends_and_people_are_not_known():
    assert verdict_line(VERDICT, "passes") == (
        "  sex, FPIR: inconclusive; F against the rest: ratio 3 (95 % 0.5 to unbounded), corrected p = 0.4; "
        "to see a doubling takes about 23,508 passes in each group (a compared group has 0 events)"
    )


def test_a_verdict_without_trials_has_no_effect():
    empty = VERDICT | {"effect": None, "leading_group": None, "low": None, "p_adjusted": None}
    assert "against the rest" not in verdict_line(empty, "searches")


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
