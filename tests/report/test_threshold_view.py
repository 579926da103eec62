"""What a threshold buys and costs."""

import pandas as pd
import pytest

from lfr_eval.metrics.scaling import rescale_fpir
from lfr_eval.report.charts.trade_off import HIGH, LOW, VALUE
from lfr_eval.report.threshold.choices import attributes, list_sizes, size_name
from lfr_eval.report.threshold.threshold import Explorer, Setting
from lfr_eval.ui.show import inline


def row(metric: str, value: str, threshold: float, k: int, n: int) -> dict:
    share = k / n
    return {
        "metric": metric,
        "attribute": "sex" if value else "",
        "value": value,
        "threshold": threshold,
        "k": k,
        "n": n,
        "share": share,
        "low": share / 2,
        "high": min(1, share * 2 + 0.01),
        "bound_low": None if value else share / 1.5,
        "bound_high": None if value else min(1, share * 1.5 + 0.01),
        "method": "clopper-pearson",
        "subjects": n,
        "k_low": None,
        "k_high": None,
    }


TRADE = pd.DataFrame(
    [
        row("tpir", "", 0.3, 9, 10),
        row("tpir", "", 0.4, 8, 10),
        row("tpir", "", 0.5, 5, 10),
        row("fpir", "", 0.3, 20, 100),
        row("fpir", "", 0.4, 2, 100),
        row("fpir", "", 0.5, 0, 100),
        row("tpir", "F", 0.3, 4, 5),
        row("tpir", "M", 0.3, 5, 5),
        row("fpir", "F", 0.3, 15, 50),
        row("fpir", "M", 0.3, 5, 50),
        row("fpir", "F", 0.4, 2, 50),
        row("fpir", "M", 0.4, 0, 50),
    ]
)


def explorer(threshold: float = 0.4, persons: int = 10, **asked) -> Explorer:
    return Explorer(TRADE, 10, Setting(threshold, persons, 1_000, 100, **asked))


def test_the_answer_at_a_threshold():
    # 900 others a day at 2 % are 18 false alerts, 100 listed people at 80 % are 80 true ones: 80 of 98 are right
    first, second, alerts, precision = explorer().answer()
    assert first.startswith("At threshold 0.40: recognised 8 of 10 passes of listed people = 80 %")
    assert second.startswith("False positives: 2 of 100 passes of people not listed = 2 %")
    assert "18.0 false alerts (95 % 9.0 to 45.0) and 80.0 true alerts" in alerts
    assert precision.startswith(f"Of the alerts, {100 * 80 / 98:.3g} % would be right")


def test_another_list_size_is_modelled_and_says_so():
    lines = explorer(persons=100).answer()
    expected = rescale_fpir(0.02, 10, 100)
    assert f"On a list of 100 people instead of 10 (modelled, not measured): FPIR {100 * expected:.3g} %" in lines[2]
    assert lines[1] == explorer().answer()[1]
    # one list does not tell how much lists differ, so nothing modelled has an interval; what is measured keeps its own
    assert "it is less. There is no interval" in lines[2]
    assert "95 %" not in lines[2]
    assert f"about {900 * expected:,.1f} false alerts and 80.0 true alerts (95 %" in lines[3]
    assert lines[4].endswith("would be right: PPV, modelled.")
    assert "it is more." in explorer(persons=5).answer()[2], "a shorter list loses less than independence would have it"


def test_the_interval_of_precision_takes_both_ends():
    # its low end: few recognised (40 %) and many false (5 %): 40 right of 85
    panel = next(one for one in explorer().panels() if one.key == "ppv").table.iloc[1]
    assert panel[VALUE] == pytest.approx(80 / 98)
    assert panel[LOW] == pytest.approx(40 / (40 + 45))
    assert panel[HIGH] == pytest.approx(100 / (100 + 9))


def test_where_nobody_would_raise_an_alert_there_is_no_precision():
    nobody = TRADE[TRADE["value"] == ""].assign(k=0, share=0.0)
    asked = Setting(0.4, 10, 1_000, 100)
    assert Explorer(nobody, 10, asked).answer()[-1].startswith("Nobody would raise an alert")


@pytest.mark.parametrize(
    ("limits", "region"),
    [
        ({}, []),
        ({"fpir_limit": 0.05}, [(0.4, 0.5)]),
        ({"fpir_limit": 0.05, "tpir_limit": 0.8}, [(0.4, 0.4)]),
        ({"fpir_limit": 0.001, "tpir_limit": 0.8}, []),
    ],
)
def test_the_policy_region(limits, region):
    assert explorer(**limits).region() == region


@pytest.mark.parametrize(
    ("limits", "shown", "said"),
    [
        # the bounds of FPIR at 0.5 are 0 to 1 %, those of TPIR 33 % to 76 %
        (
            {"fpir_limit": 0.01},
            [(0.5, 0.5)],
            "The limits are shown to be kept from 0.50 to 0.50 (framed): one-sided 95 % bounds.",
        ),
        ({"fpir_limit": 0.01, "tpir_limit": 0.5}, [], "The limits are not shown to be kept at any threshold"),
        ({"fpir_limit": 0.05}, [(0.4, 0.5)], "The rates themselves are within them from 0.40 to 0.50 (shaded)."),
    ],
)
def test_bounds_decide_whether_limits_are_shown_to_be_kept(limits, shown, said):
    assert explorer(**limits).shown() == shown
    assert said in explorer(**limits).region_line()


def test_limits_on_another_list_are_kept_by_the_model_only():
    said = explorer(persons=20, fpir_limit=0.05).region_line()
    assert said.startswith("If the model holds for 20 people on the list, the rates are within the limits from")
    assert said.endswith("None of that is measured, and nothing is shown of such a list.")
    assert explorer(persons=20, fpir_limit=0.05).shown() == [], "a bound for this list is none for another"
    # 2 % becomes 87 % on a list a hundred times as long: only where none was seen is the limit kept
    assert explorer(persons=1_000, fpir_limit=0.05).region() == [(0.5, 0.5)]


def test_what_is_modelled_is_a_line_of_its_own():
    panel = next(one for one in explorer(persons=100).panels() if one.key == "fpir")
    assert panel.table["What"].unique().tolist() == ["measured, list of 10", "modelled, list of 100"]
    assert len(explorer().panels()[1].table["What"].unique()) == 1


def test_list_sizes_hold_the_one_that_was_tested():
    assert list_sizes(37)[:4] == [10, 20, 37, 50]
    assert size_name(37, 37) == "37 (as tested)"
    assert size_name(5000, 37) == "5,000 (modelled)"


def test_no_threshold_within_the_limits_is_said():
    assert explorer(fpir_limit=0.001, tpir_limit=0.8).region_line().startswith("No threshold keeps")


def test_differences_between_groups_at_a_threshold():
    said = {one.key: one.sentence for one in explorer(0.3, attribute="sex").panels()}
    assert said["gap"] == "TPIR of M 100 %, of F 80 %: a gap of 20.0 points, before any question of chance."
    assert said["ratio"] == "FPIR of F 30 %, of M 10 %: 3.0 times as high, before any question of chance."


def test_a_ratio_to_a_group_without_events_is_not_made_up():
    said = {one.key: one.sentence for one in explorer(0.4, attribute="sex").panels()}
    assert said["ratio"] == "FPIR of F 4 %, of M none seen: no ratio (a group has 0 events)."


def test_without_non_mated_passes_nothing_is_modelled():
    mated = TRADE[(TRADE["metric"] == "tpir") | (TRADE["value"] == "")]
    none = mated.assign(**{c: mated[c].where(mated["metric"] == "tpir") for c in ("share", "low", "high")})
    none.loc[none["metric"] == "fpir", ["k", "n"]] = 0
    lines = Explorer(none, 10, Setting(0.4, 10, 1_000, 100)).answer()
    assert lines[1] == "False positives: not measured: there were no passes of people not listed."
    assert len(lines) == 2


def test_intersections_are_left_to_the_fairness_page():
    crossed = TRADE.assign(attribute="sex*age")
    assert attributes(pd.concat([TRADE, crossed])) == ["none", "sex"]


def test_another_threshold_needs_no_other_chart_than_in_one_parameter():
    first, second = (inline(explorer(at).panels()[0].chart().to_dict()) for at in (0.3, 0.4))
    assert [one.pop("params") for one in (first, second)] == [[{"name": "chosen", "value": at}] for at in (0.3, 0.4)]
    assert first == second
    assert {"datasets", "config"}.isdisjoint(first)
    assert all("values" in layer["data"] for layer in first["layer"])
