from hypothesis import given
from hypothesis import strategies as st
from scenes import crowd, hit, row, score, tracks, unknown, watch

from lfr_eval.metrics.alert_truth import AlertVerdict
from lfr_eval.metrics.pass_scores import pool

PEOPLE = ["P", "Q", "stranger", None]
starts = st.integers(0, 40)
rows = st.lists(
    st.tuples(st.sampled_from(["pass", "pass", "pass", "crowd", "unknown"]), starts, st.integers(1, 15),
              st.sampled_from(PEOPLE)),
    max_size=6,
)  # fmt: skip
found = st.lists(st.tuples(st.integers(0, 220), st.sampled_from("PQ"), st.integers(1, 3)), max_size=12)


def scene(rows_, hits_):
    make = {"crowd": crowd, "unknown": unknown}
    passes = [
        make[kind](f"{number}", start, start + stay) if kind in make else row(f"{number}", start, start + stay, person)
        for number, (kind, start, stay, person) in enumerate(rows_)
    ]
    return passes, [hit(pts / 4, person, track) for pts, person, track in sorted(set(hits_))]


@given(rows, found)
def test_outcomes_partition_the_passes_and_counts_add_up(rows_, hits_):
    scores = score(*scene(rows_, hits_), seen=tracks((1, 0, 20), (2, 10, 30), (3, 20, 60)))
    passes = scores.passes
    assert sum(scores.outcomes["mated"].values()) == passes.mated == scores.system.tpir.n
    assert sum(scores.outcomes["non_mated"].values()) == passes.non_mated == scores.system.fpir.n
    assert passes.mated + passes.non_mated + passes.unknown == passes.total == len(rows_) - passes.crowd_rows
    for rate, standing, outcome in (
        (scores.system.tpir, "mated", "correct_alert"),
        (scores.system.fpir, "non_mated", "false_alert"),
    ):
        told, untold = scores.outcomes[standing][outcome], scores.outcomes[standing]["undecided"]
        assert rate.k <= told + untold
        assert rate.k >= told if rate.value is not None or not untold else rate.k == rate.k_low
    (run,) = scores.runs
    assert sum(scores.alerts.counts.values()) == len(run.alerts)
    for rate in (scores.system.tpir, scores.system.fpir, scores.system.wrong_identity):
        assert rate.k_low is None or rate.k_low <= rate.k <= rate.k_high
    accused = {place for one in run.alerts if one.verdict == "false" for place in (one.row, *one.rivals)}
    for place, record in enumerate(run.records):
        if place in accused and record.status in ("mated", "non_mated"):
            assert record.wrong.possibly, "a false alert is about a pass with a wrong hit"
    silenced = scores.silenced_false_positives + scores.silenced_wrong_identities
    assert silenced == sum(n not in accused and one.wrong.point is True and one.status in ("mated", "non_mated")
                           for n, one in enumerate(run.records))  # fmt: skip
    assert scores.alerts.counts[AlertVerdict.UNCONFIRMED] >= scores.alerts.uncovered


def test_pooling_adds_counts_and_keeps_people_apart_from_passes():
    # P walks in two runs, recognised in one: two passes of one person; two nameless strangers stay two people.
    first = watch([row("1", 0, 5, "P"), row("2", 0, 5)], [hit(1)])
    second = watch([row("1", 0, 5, "P"), row("3", 0, 5)])
    scores = pool([first, second])
    assert (scores.system.tpir.k, scores.system.tpir.n, scores.system.tpir.subjects) == (1, 2, 1)
    assert (scores.system.fpir.n, scores.system.fpir.subjects) == (2, 2)
    assert scores.duration_s == 7200.0
    assert scores.alerts.per_hour.value == 0.5


def test_json_has_no_missing_numbers_dressed_up():
    fields = score([row("p", 0, 5, "P")]).to_json()
    assert fields["fpir"]["value"] is None
    assert fields["false_share_of_alerts"] is None
    assert fields["passes"] == {"total": 1, "mated": 1, "non_mated": 0, "unknown": 0, "crowd_rows": 0}
    assert fields["outcomes"]["mated"]["miss"] == 1
    assert (fields["timely"]["n"], fields["silenced"]) == (1, {"by_true": 0, "by_other": 0})
    delay = fields["entry_to_hit_s"]
    assert (delay["n"], delay["left"], delay["censored"], delay["subjects"]) == (1, 1, 0, 1)
    assert {name for name, value in delay.items() if value is None} == {
        f"{name}{end}" for name in ("median", "p95") for end in ("", "_low", "_high")
    }
