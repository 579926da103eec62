"""Fewest and most passes with an event, against every way to give open hits to the passes they may be of."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scenes import as_hits, hit, row, score, tracks, watch

from lfr_eval.core.events import Tracks
from lfr_eval.metrics.attribution import attribute_by_time
from lfr_eval.metrics.claims import Claims, claims_of
from lfr_eval.metrics.pass_scores import pass_rates
from lfr_eval.metrics.truth import Status, status_of

WHO = [None, None, None, "P", "Q", "stranger"]
scene = st.lists(st.tuples(st.integers(0, 20), st.integers(1, 12), st.sampled_from(WHO)), min_size=1, max_size=5)
found = st.lists(
    st.tuples(st.integers(0, 120).map(lambda n: n / 4), st.sampled_from("PQR"), st.integers(1, 3)),
    max_size=6,
    unique_by=lambda one: (one[0], one[2]),
)
SEEN = tracks((1, 0, 12), (2, 4, 30), (3, 10, 22))


def rows(scene_):
    return [row(f"{n}", start, start + stay, who) for n, (start, stay, who) in enumerate(scene_)]


def rates(passes, hits, seen):
    return score(passes, [hit(*one) for one in hits], seen=seen, on_list={"P", "Q", "R"}).system


def ends(rate):
    return (rate.k, rate.k) if rate.k_low is None else (rate.k_low, rate.k_high)


def each_way(passes, hits, seen: Tracks | None):
    """FPIR, wrong identity and TPIR events, for every way to give units to passes."""
    status = [status_of(one, {"P", "Q", "R"}) for one in passes]
    whose = np.array(
        [*(p.subject_id if s is Status.MATED else None for p, s in zip(passes, status, strict=True)), None]
    )
    decisions = as_hits([hit(*one) for one in hits])
    where = attribute_by_time(decisions, seen, passes, whose, 0.25)
    claims = Claims.of(claims_of(decisions, where, whose, tracked=seen is not None)).at(0.0)
    sure = set()
    for one in np.flatnonzero(~where.ambiguous & (where.row >= 0)):
        sure.add((int(where.row[one]), bool(whose[where.row[one]] != decisions.person[one])))
    options = []
    for unit in np.unique(claims.unit):
        mine = claims.unit == unit
        options.append([{(at, bool(w)) for at, w in zip(claims.row[mine], claims.wrong[mine], strict=True) if at == to}
                        for to in np.unique(claims.row[mine])])  # fmt: skip
    for way in product(*options):
        events = sure.union(*way)
        yield tuple(
            len({at for at, is_wrong in events if is_wrong is wrong and status[at] is kind})
            for kind, wrong in ((Status.NON_MATED, True), (Status.MATED, True), (Status.MATED, False))
        )


@given(scene, found)
def test_without_tracks_and_collars_the_bounds_are_exact(scene_, found_):
    passes = rows(scene_)
    system = rates(passes, found_, None)
    ways = list(each_way(passes, found_, None))
    inside = all(any(one.t_enter_s <= at_s < one.t_exit_s for one in passes) for at_s, *_ in found_)
    for n, rate in enumerate((system.fpir, system.wrong_identity, system.tpir)):
        few, many = min(way[n] for way in ways), max(way[n] for way in ways)
        low, high = ends(rate)
        assert high == many
        assert low <= few
        if inside:
            assert low == few


@given(scene, found)
def test_with_tracks_the_most_is_exact_and_the_fewest_never_too_many(scene_, found_):
    passes = rows(scene_)
    run = watch(passes, [hit(*one) for one in found_], seen=SEEN, on_list={"P", "Q", "R"})
    system = pass_rates(run.records)
    ways = list(each_way(passes, found_, SEEN))
    for n, rate in enumerate((system.fpir, system.wrong_identity, system.tpir)):
        low, high = ends(rate)
        assert low <= min(way[n] for way in ways)
        assert high == max(way[n] for way in ways)
        assert rate.value is None or low <= rate.k <= high
    for record in run.records:
        for event in (record.correct, record.wrong):
            assert event.surely <= event.least <= event.possibly
            assert event.surely <= event.most <= event.possibly
            assert event.point is None or event.surely <= event.point <= event.possibly


@given(scene, found, st.randoms(use_true_random=False), st.booleans())
def test_neither_names_nor_order_of_passes_change_a_rate(scene_, found_, random, tracked):
    passes = rows(scene_)
    names = random.sample("abcde", len(passes))
    renamed = [row(name, p.t_enter_s, p.t_exit_s, p.subject_id) for name, p in zip(names, passes, strict=True)]
    random.shuffle(renamed)
    seen = SEEN if tracked else None
    assert rates(renamed, found_, seen) == rates(passes, found_, seen)


@pytest.mark.parametrize(
    ("hits", "seen", "expected"),
    [
        # s |------|   Three hits of one track, while both are there: one person has them all;
        # t |------|   of two tracks, one or two; of tracks that are not known, likewise.
        ([(1, "P", 1), (2, "P", 1), (3, "Q", 1)], tracks((1, 0, 9)), (1, 1)),
        ([(1, "P", 1), (2, "P", 2)], tracks((1, 0, 9), (2, 0, 9)), (1, 2)),
        ([(1, "P", 1), (2, "P", 1), (3, "P", 1)], None, (1, 2)),
    ],
)
def test_a_track_is_one_face(hits, seen, expected):
    passes = [row("s", 0, 10), row("t", 0, 10)]
    assert ends(rates(passes, hits, seen).fpir) == expected


def test_a_track_that_no_one_pass_holds_is_of_several():
    # s |--|  u |--|    one track with hits in both; t and v as well: two people at least, whoever they were.
    # t |--|  v |--|
    passes = [row("s", 0, 5), row("t", 0, 5), row("u", 50, 55), row("v", 50, 55)]
    assert ends(rates(passes, [(1, "P", 1), (51, "P", 1)], tracks((1, 0, 55))).fpir) == (2, 2)


def test_the_same_face_with_the_same_name_settles_a_hit_in_the_collar():
    # s |---------|       P is hit 0.1 s before the annotator let her in: she, or the stranger taken for her ...
    # p    !|--!--|       ... but not where the same track is hit on her in her pass as well.
    passes = [row("s", 0, 9), row("p", 4, 9, "P")]
    early, inside = (3.9, "P", 1), (5, "P", 1)
    for seen, hits, fpir, tpir in (
        (None, [early], (0, 1), (0, 1)),
        (None, [early, inside], (0, 1), (1, 1)),
        (tracks((1, 3.8, 9)), [early], (0, 1), (0, 1)),
        (tracks((1, 3.8, 9)), [early, inside], (0, 0), (1, 1)),
        (tracks((1, 3.8, 9), (2, 0, 9)), [(3.9, "P", 2), inside], (0, 1), (1, 1)),
    ):
        system = rates(passes, hits, seen)
        assert (ends(system.fpir), ends(system.tpir)) == (fpir, tpir)
        certain = int(seen is not None or inside in hits)
        assert (system.fpir.k, system.tpir.k) == (0, certain), "identity first, where tracks are known"


def test_of_a_part_of_the_passes_the_range_is_outer():
    # One hit, two strangers, one in each group: there is one event in all, in each group none or one.
    records = watch(rows([(0, 9, None)] * 2), [hit(1)]).records
    assert ends(pass_rates(records).fpir) == (1, 1)
    for one in records:
        assert ends(pass_rates([one], whole=False).fpir) == (0, 1)
