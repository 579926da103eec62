"""How soon something happens, where whoever left without it never has it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.duration.survfunc import CumIncidenceRight

from lfr_eval.metrics.incidence import Delay, Waits, cumulative_incidence, share_by, summarise
from lfr_eval.metrics.people import Tally

HAPPENED, LEFT, CUT = "happened", "left", "cut"
some_waits = st.lists(
    st.tuples(st.integers(0, 9), st.sampled_from([HAPPENED, LEFT, CUT]), st.integers(0, 14)), min_size=1, max_size=40
)
without_cuts = st.lists(
    st.tuples(st.integers(0, 9), st.sampled_from([HAPPENED, LEFT]), st.integers(0, 14)), min_size=1, max_size=40
)


def waits(*rows):
    """Seconds, how the wait ended, and whose it was (default: a person of its own)."""
    seconds, ended, people = zip(*((*row, place)[:3] for place, row in enumerate(rows)), strict=True)
    ended = np.array(ended, object)
    return Waits(np.array(seconds, float), ended == HAPPENED, ended == CUT, np.array(people, object))


def nobody():
    return waits((1.0, LEFT))[np.array([False])]


def plain(delay):
    return replace(delay, median_low=None, median_high=None, p95_low=None, p95_high=None)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # Everybody was recognised: plain order statistics.
        ([(3.0, HAPPENED), (1.0, HAPPENED), (2.0, HAPPENED), (4.0, HAPPENED)], Delay(2.0, 4.0, 4, 0, 0, 4)),
        # Six of ten left unrecognised: fewer than half ever were, so there is no median.
        ([(3.0, HAPPENED)] * 4 + [(2.0, LEFT)] * 6, Delay(None, None, 10, 6, 0, 10)),
        # Exactly half were recognised: the last of them closes the median.
        ([(1.0, HAPPENED), (3.0, HAPPENED), (2.0, LEFT), (9.0, LEFT)], Delay(3.0, None, 4, 2, 0, 4)),
        # The end of the footage cut one off after 2 s: of the two that are left one is recognised after 3 s.
        ([(1.0, HAPPENED), (2.0, CUT), (3.0, HAPPENED), (4.0, LEFT)], Delay(3.0, None, 4, 1, 1, 4)),
        # Nobody was recognised.
        ([(5.0, LEFT), (6.0, CUT)], Delay(None, None, 2, 1, 1, 2)),
        # Everybody was recognised as they came in.
        ([(0.0, HAPPENED), (0.0, HAPPENED)], Delay(0.0, 0.0, 2, 0, 0, 2)),
    ],
)
def test_quantiles_worked_by_hand(given, expected):
    assert plain(summarise(waits(*given))) == expected


def test_nobody_waited():
    assert cumulative_incidence(nobody()) is None
    assert summarise(nobody()) == Delay(None, None, 0, 0, 0, 0)
    assert share_by(nobody(), 1.0) is None


def test_the_incidence_worked_by_hand():
    # 1 s: one of five; 2 s: one leaves; 3 s: one is cut off; 4 s: one of the two that are left
    found = cumulative_incidence(waits((1.0, HAPPENED), (2.0, LEFT), (3.0, CUT), (4.0, HAPPENED), (5.0, LEFT)))
    assert found.time_s.tolist() == [0.0, 1.0, 4.0]
    # Before 4 s: 4/5 not recognised, times 3/4 who did not leave either
    assert found.share.tolist() == pytest.approx([0, 1 / 5, 1 / 5 + 4 / 5 * 3 / 4 * 1 / 2])
    assert found.waiting.tolist() == [5, 5, 2]
    assert [found.at(seconds) for seconds in (0.0, 0.99, 1.0, 9.0)] == pytest.approx([0, 0, 0.2, 0.5])


def test_an_event_at_once_starts_the_incidence():
    found = cumulative_incidence(waits((0.0, HAPPENED), (2.0, LEFT)))
    assert (found.time_s.tolist(), found.share.tolist()) == ([0.0], [0.5])


@given(some_waits)
def test_it_is_that_of_statsmodels(rows):
    given_ = waits(*rows)
    found = cumulative_incidence(given_)
    status = np.select([given_.happened, given_.left], [1, 2], 0)
    if not {1, 2} <= set(status):  # it wants both kinds
        return
    with np.errstate(all="ignore"):  # of its standard errors
        reference = CumIncidenceRight(given_.seconds, status)
    assert [found.at(seconds) for seconds in reference.times] == pytest.approx(reference.cinc[0].tolist())


@given(some_waits)
def test_it_rises_and_stays_below_kaplan_meier(rows):
    given_ = waits(*rows)
    found = cumulative_incidence(given_)
    assert (np.diff(found.share) >= -1e-12).all()
    # Kaplan and Meier take those who left for people whom nobody watched any longer
    kaplan_meier = stats.ecdf(stats.CensoredData.right_censored(given_.seconds, ~given_.happened)).cdf
    assert (found.share <= kaplan_meier.evaluate(found.time_s) + 1e-12).all()


@given(without_cuts)
def test_without_cuts_it_is_the_share_of_those_who_had_it(rows):
    given_ = waits(*rows)
    found = cumulative_incidence(given_)
    by_then = [(given_.happened & (given_.seconds <= seconds)).mean() for seconds in found.time_s]
    assert found.share.tolist() == pytest.approx(by_then)
    assert found.share[-1] == pytest.approx(given_.happened.mean())


@given(some_waits, st.integers(0, 10))
def test_the_interval_holds_the_share_however_cuts_would_have_turned_out(rows, seconds):
    given_ = waits(*rows)
    found = share_by(given_, seconds)
    assert (found is None) == (len({person for *_, person in rows}) < 10)
    if found:
        assert found[0] - 1e-12 <= cumulative_incidence(given_).at(seconds) <= found[1] + 1e-12


def test_without_cuts_the_interval_is_that_of_any_rate():
    # 12 people with two passes each; half of the passes are recognised within 2 s
    given_ = waits(*((1.0 + pass_, HAPPENED, person) for person in range(12) for pass_ in (0, 2)))
    done = Tally.of(given_.seconds <= 2, given_.people)
    assert share_by(given_, 2.0) == (done.lower(0.975), done.upper(0.975))


def test_intervals_of_quantiles_are_the_inverse_of_those_of_shares():
    # Twenty people, one pass each, recognised after 1, 2, … 20 s: 6 of 20 are the fewest whose upper end reaches
    # one half (Clopper-Pearson 0.543), 15 of 20 the fewest whose lower end does (0.509)
    found = summarise(waits(*((float(second), HAPPENED) for second in range(1, 21))))
    assert (found.median, found.median_low, found.median_high) == (10.0, 6.0, 15.0)
    # 15 of 20: upper end 0.913; 16 of 20: 0.943; 17 of 20: 0.968. No lower end reaches 95 %: 20 of 20 has 0.832
    assert (found.p95, found.p95_low, found.p95_high) == (19.0, 17.0, None)


def test_a_median_that_most_never_reach_has_no_value_but_may_have_a_lower_end():
    # 9 of 20 recognised after 1 s: from 23.1 % to 68.5 %, so one half is not ruled out
    found = summarise(waits(*[(1.0, HAPPENED)] * 9, *[(5.0, LEFT)] * 11))
    assert (found.median, found.median_low, found.median_high) == (None, 1.0, None)


def test_nine_people_have_no_intervals_however_many_passes():
    found = summarise(waits(*((1.0, HAPPENED, place % 9) for place in range(90))))
    assert (found.median, found.subjects, found.median_low, found.p95_low) == (1.0, 9, None, None)


def test_passes_of_one_person_are_no_new_people():
    # 12 people, all recognised after 1 s but for two, who never are: once each, or ten times each
    once = [(1.0, HAPPENED, person) for person in range(10)] + [(5.0, LEFT, person) for person in (10, 11)]
    few, many = share_by(waits(*once), 1.0), share_by(waits(*once * 10), 1.0)
    assert many[0] <= few[0] < few[1] <= many[1]


def test_a_wait_cannot_end_in_two_ways():
    with pytest.raises(ValueError, match="none both ended"):
        Waits(np.zeros(1), np.ones(1, bool), np.ones(1, bool), np.zeros(1, object))
