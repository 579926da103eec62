"""What speaks against the names on a list, by templates whose similarities are known."""

import numpy as np
import pytest

from lfr_eval.core.phrases import unlike
from lfr_eval.report.list_words import doubt_lines, state_doubts
from lfr_eval.watchlist.cohesion import MOST_EACH, PairsOfOne, cohesion
from lfr_eval.watchlist.doubts import doubts_about
from lfr_eval.watchlist.enrol import Entry


def unit(*values):
    vector = np.zeros(16, np.float32)
    vector[: len(values)] = values
    return vector / np.linalg.norm(vector)


def axis(n):
    return np.eye(16, dtype=np.float32)[n]


def entry(entry_id, person, reason=None):
    return Entry(entry_id, person, None, None, None, None, reason, 50.0, 0.9, False, 0)


def test_each_name_is_compared_with_itself_alone():
    templates = np.stack([axis(0), axis(0), axis(1), axis(2), axis(3), unit(1, 0, 0, 1)])
    found = cohesion(["ann", "ann", "gallery", "gallery", "gallery", "bob"], templates, 0.4)
    assert found.names == (PairsOfOne("ann", 1, 0), PairsOfOne("gallery", 3, 3))
    assert (found.pairs, found.below) == (4, 3)
    assert [one.person for one in found.doubtful] == ["gallery"]


def test_a_score_at_the_threshold_resembles_in_single_precision():
    templates = np.stack([unit(1, 0), unit(0.4, np.sqrt(1 - 0.16))])
    score = float(templates[0] @ templates[1])
    assert cohesion(["a", "a"], templates, score).below == 0
    assert cohesion(["a", "a"], templates, np.nextafter(np.float32(score), np.float32(1))).below == 1


def test_one_bad_photograph_of_several_is_no_doubt_and_half_is_none_yet():
    # three alike and one other: 3 of 6 pairs below
    templates = np.stack([axis(0), axis(0), axis(0), axis(1)])
    found = cohesion(["a"] * 4, templates, 0.4)
    assert found.names == (PairsOfOne("a", 6, 3),)
    assert found.doubtful == ()


def test_very_many_photographs_of_one_name_are_sampled_evenly():
    templates = np.repeat(np.stack([axis(0), axis(1)]), 500, axis=0)
    (one,) = cohesion(["gallery"] * 1000, templates, 0.4).names
    assert one.pairs == MOST_EACH * (MOST_EACH - 1) // 2
    assert one.below == (MOST_EACH // 2) ** 2
    assert one.doubtful


def test_no_names_and_single_photographs():
    assert cohesion([], np.empty((0, 0), np.float32), 0.4).names == ()
    assert cohesion(["a", "b"], np.stack([axis(0), axis(1)]), 0.4).names == ()
    with pytest.raises(ValueError, match="templates"):
        cohesion(["a"], np.empty((2, 16), np.float32), 0.4)


def test_one_photograph_under_two_names_is_told_and_one_under_one_name_is_not():
    entries = [entry("Amy", "Amy"), entry("bad", "Bad", "no face"), entry("Zoe", "Zoe"), entry("Amy2", "Amy")]
    templates = np.stack([axis(0), unit(1, 0.02), axis(0)])
    found = doubts_about(entries, templates, 0.4)
    assert [(one.first.person_id, one.second.person_id) for one in found.twice] == [("Amy", "Zoe"), ("Zoe", "Amy")]
    (line,) = doubt_lines(found, 0.4)
    assert line.startswith("one photograph stands under two names, so that alerts may name either: 'Amy' (Amy) and")
    stated = state_doubts(found, ("a note",))
    assert stated["one_photograph_two_names"]["pairs"] == 2
    assert stated["one_photograph_two_names"]["named"][0]["similarity"] == pytest.approx(1.0, abs=1e-3)
    assert stated["names"] == ["a note"]


def test_many_people_who_resemble_each_other_may_be_one(tmp_path):
    # a folder of photographs, each of which is a person, with three of one person
    people = [entry(name, name) for name in ("1_c1", "1_c2", "1_c3", "2_c1", "3_c1")]
    templates = np.stack([axis(0), unit(1, 0.5), unit(1, 0, 0.5), axis(3), axis(4)])
    (line,) = doubt_lines(doubts_about(people, templates, 0.4), 0.4)
    assert line == (
        "3 pairs of the 5 people on it resemble each other by 0.4 or more; does one person stand under several names?"
    )
    # two of twenty are relatives
    strangers = [entry(str(n), str(n)) for n in range(14)]
    assert doubt_lines(doubts_about(strangers, np.stack([unit(1, 0.5), *map(axis, range(13))]), 0.4), 0.4) == []


def test_names_that_look_alike_are_told_enrolled_or_not():
    found = doubts_about([entry("1", "Anna"), entry("2", "anna", "no face")], axis(0)[None], 0.4)
    assert doubt_lines(found, 0.4) == ["'Anna' and 'anna' are taken for two: they differ in case only"]


def test_a_list_that_is_too_long_to_compare_says_so(monkeypatch):
    monkeypatch.setattr("lfr_eval.watchlist.doubts.AT_ONCE", 1)
    found = doubts_about([entry("1", "a"), entry("2", "b")], np.stack([axis(0), axis(0)]), 0.4)
    assert found.twice_in_all is None
    assert "was not looked at" in doubt_lines(found, 0.4)[0]


def test_a_list_on_which_nobody_is_enrolled():
    found = doubts_about([entry("1", "a", "no face")], np.empty((0, 0), np.float32), 0.4)
    assert doubt_lines(found, 0.4) == []


def test_how_it_is_worded():
    (line,) = unlike([("cam1", 10, 10), ("cam2", 9, 10)], 3, 0.4)
    assert line == (
        "of 2 of 3 names with several photographs most pairs score below 0.4, as those of different people do: "
        "'cam1' (10 of 10 pairs), 'cam2' (9 of 10 pairs); are these people, or roles, cameras or sessions?"
    )
    (line,) = unlike([(str(n), 1, 1) for n in range(7)], 100, 0.4)
    assert "'4' (1 of 1 pairs) and 2 more; is each of them one person?" in line
    assert unlike([], 100, 0.4) == []
