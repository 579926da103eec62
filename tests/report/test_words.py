"""Figures in words: never a bare rate, never a number that is not there."""

from typing import Any

import pytest

from lfr_eval.report.words import alert_lines, load_lines, rate, share, verdict_line

VERDICT: dict[str, Any] = {
    "attribute": "sex",
    "metric": "fpir",
    "verdict": "inconclusive",
    "leading_group": "F",
    "leading_against": "M",
    "leading_rates": [{"k": 3, "n": 100, "value": 0.03}, {"k": 1, "n": 100, "value": 0.01}],
    "method": "katz",
    "effect": 3.0,
    "low": 0.5,
    "high": None,
    "p_adjusted": 0.4,
    "margin": 1.25,
    "needed_passes_per_group": 23508,
    "needed_subjects_per_group": None,
    "equivalence_passes_per_group": 344000,
    "equivalence_subjects_per_group": 34400,
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
        "  sex, FPIR: inconclusive; F 3 of 100 = 3 % against M 1 of 100 = 1 %: ratio 3 (95 % 0.5 to no upper end; "
        "corrected p = 0.4); to see a doubling takes about 23,508 passes in each group; to show equivalence, if the "
        "groups are alike, about 344,000 passes of 34,400 people (a compared group has 0 events)"
    )


def test_a_verdict_without_trials_has_no_effect():
    empty = VERDICT | {"effect": None, "leading_group": None, "low": None, "p_adjusted": None}
    assert "against" not in verdict_line(empty, "searches")


def test_a_ratio_with_half_an_event_added_says_so_and_the_rates_that_were_seen():
    rates = [{"k": 2, "n": 10, "value": 0.2}, {"k": 0, "n": 10, "value": 0.0}]
    patched = VERDICT | {"leading_against": None, "leading_rates": rates, "method": "katz-haldane", "effect": 5.0}
    said = "F 2 of 10 = 20 % against the rest 0 of 10 = 0 %: ratio 5, half an event added to each count (95 % 0.5 to"
    assert said in verdict_line(patched, "passes")


def test_a_range_is_said_beside_the_rate():
    open_ = {"k": 3, "n": 9, "value": 1 / 3, "low": 0.003, "high": 0.86, "k_low": 1, "k_high": 5}
    assert rate(open_, "passes") == (
        "1 to 5 of 9 passes = 11.1 % to 55.6 % (3 by the tracks; 95 % 0.3 % to 86 %): truth does not tell whose some "
        "hits were"
    )
    assert "by the tracks" not in rate(open_ | {"k": 1, "value": None}, "passes")


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
