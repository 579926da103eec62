"""Everybody against everybody: streamed counts against a matrix that is held whole."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lfr_eval.metrics import pair_sides
from lfr_eval.metrics.all_pairs import all_pairs
from lfr_eval.metrics.pair_counts import BINS, bin_edges
from lfr_eval.metrics.pair_sides import Templates

WIDTH = 16
AT = (-0.25, 0.125, 0.5)


def photographs(people: list[tuple[int, str | None, int]], seed: int) -> Templates:
    """So many photographs of each (subject, group). Entries of 1/4 make every score an exact multiple of 1/8."""
    rng = np.random.default_rng(seed)
    who = np.repeat(np.arange(len(people)), [n for _, _, n in people])
    rng.shuffle(who)
    return Templates(
        template=rng.choice(np.array([-0.25, 0.25], np.float32), (len(who), WIDTH)),
        subject=np.array([f"s{people[one][0]}" for one in who], object),
        group=np.array([people[one][1] for one in who], object),
    )


def whole_matrix(probes: Templates, references: Templates | None):
    """Every comparison, one by one: scores, subjects and groups of both sides."""
    second = probes if references is None else references
    first_row, second_row = (
        np.triu_indices(len(probes), 1) if references is None else np.indices((len(probes), len(second))).reshape(2, -1)
    )
    scores = np.einsum("nd,nd->n", probes.template[first_row], second.template[second_row])
    ends = (probes.subject[first_row], second.subject[second_row], probes.group[first_row], second.group[second_row])
    return scores, *ends


def is_cell(one, two, first, second, symmetric):
    straight = (one == first) & (two == second)
    return straight | ((one == second) & (two == first)) if symmetric else straight


GROUPS = st.sampled_from(["F", "M", "X", None])
CROWD = st.lists(GROUPS, min_size=1, max_size=7)


@given(crowd=CROWD, counts=st.lists(st.integers(1, 4), min_size=14, max_size=14), shared=st.booleans(), data=st.data())
def test_counts_are_those_of_the_whole_matrix(crowd, counts, shared, data):
    people = [(number, group, counts[number]) for number, group in enumerate(crowd)]
    others = [(number, group, counts[7 + number]) for number, group in enumerate(crowd)]
    probes = photographs(people, seed=data.draw(st.integers(0, 99)))
    references = photographs(others[: data.draw(st.integers(1, len(others)))], seed=7) if shared else None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pair_sides, "BLOCK", data.draw(st.integers(1, 5)))
        found = all_pairs(probes, references, AT, threads=2)
    scores, one, two, group_one, group_two = whole_matrix(probes, references)
    genuine = one == two
    for first_place, first in enumerate(found.groups):
        of_group = genuine & (group_one == first)
        assert (found.genuine[first_place] == np.histogram(scores[of_group], bin_edges())[0]).all()
        for second in found.groups:
            cell = ~genuine & is_cell(group_one, group_two, first, second, symmetric=references is None)
            for level in AT:
                rate = found.fmr(level, first, second)
                assert (rate.k, rate.n) == ((scores[cell] >= level).sum(), cell.sum())
                assert rate.subjects == len({*one[cell], *two[cell]})
                missed = found.fnmr(level, first)
                assert (missed.k, missed.n) == ((scores[of_group] < level).sum(), of_group.sum())
    assert (found.impostor.sum(), found.genuine.sum()) == ((~genuine).sum(), genuine.sum())
    assert (found.impostor.sum((0, 1)) == np.histogram(scores[~genuine], bin_edges())[0]).all()


@given(crowd=CROWD, seed=st.integers(0, 99))
def test_order_of_photographs_changes_nothing(crowd, seed):
    given_ = photographs([(number, group, 2) for number, group in enumerate(crowd)], seed)
    mixed = np.random.default_rng(seed).permutation(len(given_))
    other = Templates(given_.template[mixed], given_.subject[mixed], given_.group[mixed])
    first, second = all_pairs(given_, thresholds=AT), all_pairs(other, thresholds=AT)
    assert (first.impostor == second.impostor).all()
    assert first.fmr(0.5, crowd[0], crowd[-1]) == second.fmr(0.5, crowd[0], crowd[-1])


def test_parts_add_up():
    probes = photographs([(0, "F", 6), (1, "M", 5), (2, "F", 3)], seed=1)
    everybody = photographs([(0, "F", 1), (1, "M", 2), (2, "F", 2)], seed=2)
    halves = [
        Templates(probes.template[part], probes.subject[part], probes.group[part]) for part in (slice(7), slice(7, 14))
    ]
    whole = all_pairs(probes, everybody, AT)
    one, two = (all_pairs(half, everybody, AT) for half in halves)
    both = one + two
    assert (both.impostor == whole.impostor).all()
    assert (both.genuine == whole.genuine).all()
    assert both.fmr(0.125, "F", "M") == whole.fmr(0.125, "F", "M")
    with pytest.raises(ValueError, match="expected the same groups"):
        one + all_pairs(halves[1], everybody, AT[:2])


def test_thresholds_are_compared_in_single_precision():
    # Cosines that are not exact: the counts must be those of float32 >= float32, also at a score itself.
    rng = np.random.default_rng(3)
    template = rng.standard_normal((40, 32)).astype(np.float32)
    template /= np.linalg.norm(template, axis=1, keepdims=True)
    names = np.array([f"s{number}" for number in range(40)], object)
    people = Templates(template, names, np.full(40, "all", object))
    scores = (template @ template.T)[np.triu_indices(40, 1)]
    level = float(np.sort(scores)[-20])
    found = all_pairs(people, thresholds=[level, np.nextafter(np.float32(level), np.float32(2))])
    assert abs(found.fmr(level, "all", "all").k - 20) <= 1  # this product may round the last digit otherwise
    assert found.fmr(level, "all", "all").k >= found.impostor[0, 0, int((level + 1) * BINS / 2) + 1 :].sum()


def test_identical_photographs_reach_the_last_bin():
    row = np.full((2, 3), 3**-0.5, np.float32)
    row[:, 0] = np.nextafter(row[:, 0], np.float32(1))
    twins = Templates(row, np.array(["a", "b"], object), np.full(2, "g", object))
    found = all_pairs(twins, thresholds=[0.9])
    assert (found.impostor[0, 0, -1], found.fmr(0.9, "g", "g").k) == (1, 1)


def test_curve_falls_from_everything_to_nothing():
    curve = all_pairs(photographs([(0, "F", 4), (1, "F", 4)], seed=0)).curve("F")
    assert (curve.false_positive[0], curve.false_negative[0]) == (1, 0)
    assert (np.diff(curve.false_positive) <= 0).all()
    assert (np.diff(curve.false_negative) >= 0).all()
    assert all_pairs(photographs([(0, "F", 1), (1, "F", 1)], seed=0)).curve("F") is None


def test_sides_of_two_groups_are_held_apart_and_a_group_against_itself_is_not():
    # 30 women, 4 men, a photograph each, and no false match at the highest threshold: 4 men, or half of 30 women
    people = photographs([*((number, "F", 1) for number in range(30)), *((40 + n, "M", 1) for n in range(4))], seed=3)
    found = all_pairs(people, thresholds=[1.0])
    assert found.fmr(1.0, "F", "M").n_eff == found.fmr(1.0, "M", "F").n_eff == pytest.approx(4)
    assert found.fmr(1.0, "F", "F").n_eff == pytest.approx(15)
    rest = found.fmr_of_rest(1.0, "F")
    assert (rest.k, rest.n, rest.n_eff) == (0, 6, pytest.approx(2))
    assert found.fmr_against_rest(1.0, "F").estimate is None, "nothing to hold it against"


def test_a_ratio_has_an_interval_where_enough_people_carry_a_false_match():
    people = photographs([*((number, "F", 1) for number in range(40)), *((40 + n, "M", 1) for n in range(40))], seed=3)
    found = all_pairs(people, thresholds=[0.0, 0.75])
    many, few = found.fmr_against_rest(0.0, "F"), found.fmr_against_rest(0.75, "F")
    assert many.method == "katz"
    assert many.low < many.estimate < many.high
    own, rest = found.fmr(0.75, "F", "F"), found.fmr_of_rest(0.75, "F")
    assert (own.k, rest.k) == (3, 1), "so fewer than ten people"
    assert (few.estimate, few.low, few.high) == (own.value / rest.value, None, None)


def test_a_group_without_others_has_no_ratio():
    found = all_pairs(photographs([(0, "F", 1), (1, "F", 1)], seed=0), thresholds=[0.5])
    assert found.fmr_of_rest(0.5, "F").value is None
    assert found.fmr_against_rest(0.5, "F").estimate is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"group": np.array(["F", "M"], object)}, "subject a: expected one group, found two"),
        ({"template": np.full((2, 4), 0.6, np.float32)}, "rows of length 1, got another in row 0"),
        ({"template": np.array([[1, 0], [np.nan, 0]], np.float32)}, "row 1"),
        ({"subject": np.array(["a"], object)}, "subject: expected shape"),
    ],
)
def test_what_is_refused(change, message):
    good = {
        "template": np.full((2, 4), 0.5, np.float32),
        "subject": np.array(["a", "a"], object),
        "group": np.array(["F", "F"], object),
    }
    with pytest.raises(ValueError, match=message):
        all_pairs(Templates(**(good | change)))


@pytest.mark.parametrize("level", [-1.5, 1.5, np.nan])
def test_a_threshold_is_a_similarity(level):
    with pytest.raises(ValueError, match="expected similarities from -1 to 1"):
        all_pairs(photographs([(0, "F", 2)], seed=0), thresholds=[0.5, level])


def test_unknown_thresholds_and_groups_are_refused():
    found = all_pairs(photographs([(0, "F", 2)], seed=0), thresholds=[0.5])
    with pytest.raises(ValueError, match=r"threshold 0.4: expected one of 0.5"):
        found.fmr(0.4, "F", "F")
    with pytest.raises(ValueError, match="group X: expected one of F"):
        found.fmr(0.5, "X", "F")
