"""Ratios are of runs side by side."""

import json
from time import sleep

import pytest

from lfr_eval.evaluate.bench.measure import PROCESSOR, Findings, Ratio, in_processor_time, in_turn, ratio_of, stated


def test_ways_take_turns_and_the_first_turn_does_not_count():
    said: list[str] = []
    seconds = in_turn({"a": lambda: said.append("a"), "b": lambda: said.append("b")}, 3)
    assert said == ["a", "b"] * 4
    assert {way: len(runs) for way, runs in seconds.items()} == {"a": 3, "b": 3}


def test_processor_time_does_not_count_waiting_and_is_not_compared_with_wall_time():
    seconds = in_turn({"waits": lambda: sleep(0.05)}, 1, clock=PROCESSOR)
    assert seconds["waits"][0] < 0.05
    found = in_processor_time(Findings("search", (), (Ratio("n", (1.0,), "lower"),)))
    assert [ratio.name for ratio in found.ratios] == ["n (processor time)"]


def test_a_ratio_is_the_median_of_the_ratios_of_each_turn():
    # Turn by turn ours takes 2, 1 and 4 times the other's time; the ratio of medians would be 3
    seconds = {"ours": (2.0, 3.0, 4.0), "other": (1.0, 3.0, 1.0)}
    slower = ratio_of("n", seconds, "ours", "other", target=1.5)
    assert (slower.value, slower.to_json()["met"]) == (2.0, False)
    faster = ratio_of("n", seconds, "ours", "other", better="higher", target=0.4)
    assert (faster.value, faster.to_json()["met"]) == (0.5, True)
    assert Ratio("n", (1.0,), "lower").to_json()["met"] is None


def test_what_is_stated_names_the_machine_and_what_threads_depend_on(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "1")
    said = stated(Findings("search", ({"entries": 1},), (Ratio("n", (1.0,), "lower"),), ("a note",)))
    json.dumps(said, allow_nan=False)
    assert said["thread_variables"]["OPENBLAS_NUM_THREADS"] == "1"
    assert said["hardware"]["cores"] >= 1
    assert any(pool["internal_api"] == "openblas" for pool in said["blas"])
