"""Enrol yourself: stills in memory become a list in memory."""

from datetime import UTC, datetime, timedelta

import cv2
import pytest
from synthetic import draw
from synthetic_runs import PackedEngine, settings

from lfr_eval.core.errors import InputError
from lfr_eval.evaluate.live.stills import enrol_stills
from lfr_eval.watchlist.store import read_watchlist

NOBODY = draw({})


def still(people) -> bytes:
    return cv2.imencode(".png", draw(people))[1].tobytes()


def test_three_stills_make_one_person_in_memory(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    made = enrol_stills([still({3: (50 * i, 50)}) for i in (1, 2, 3)], " Ann ", PackedEngine(), settings())
    listed = made.watchlist
    assert (listed.enrolled, listed.counts.images_enrolled) == ({"Ann"}, 3)
    assert listed.matcher().person_ids == ("Ann",)
    assert list(tmp_path.iterdir()) == []


def test_saved_list_is_the_same_without_the_stills_and_expires_today(tmp_path):
    made = enrol_stills([still({3: (50, 50)})], "Ann", PackedEngine(), settings())
    made.save(tmp_path / "ann")
    listed = read_watchlist(tmp_path / "ann")
    assert listed.header.list_digest == made.watchlist.header.list_digest
    assert not (tmp_path / "ann" / "images").exists()
    now = datetime.now(UTC)
    assert listed.in_force(now).enrolled == {"Ann"}
    assert listed.in_force(now + timedelta(days=1)).enrolled == frozenset()


@pytest.mark.parametrize(
    ("stills", "person", "says"),
    [
        # nobody is in the picture
        ([still({})], "Ann", "1 no face"),
        # two people stand side by side
        ([still({3: (50, 50), 4: (200, 50)})], "Ann", "1 several faces"),
        # not a picture
        ([b"text", b""], "Ann", "2 unreadable"),
        ([], "Ann", "none was given"),
        ([still({3: (50, 50)})], " ", "a name is needed"),
    ],
)
def test_stills_that_cannot_be_used_are_refused_with_the_reason(stills, person, says):
    with pytest.raises(InputError, match=says):
        enrol_stills(stills, person, PackedEngine(), settings())
