"""A list of six people, of whom one failed to enrol."""

import json

import pytest
from synthetic_runs import make_list

from lfr_eval.core.home import Home


def shown(app):
    frames = " ".join(one.value.to_csv() for one in app.dataframe)
    return " ".join(one.value for one in app.markdown) + frames


def test_the_list_of_the_golden_home(page):
    app = page("watchlists")
    assert not app.exception
    assert "**5 of 6 people on this list can be found, by 5 photographs (model pack synthetic" in shown(app)
    assert "1 of 6 photographs = 16.7 % (95 % 0.421 % to 64.1 %). 1 person cannot be found at all" in shown(app)
    assert "The file tells of 6 of 6 listed people." in shown(app)
    assert "0 pairs of different people, of the 10 on the list" in shown(app)


def test_entries_only_for_who_keeps_the_list(page):
    assert "lost/1" not in shown(page("watchlists"))
    assert "lost/1" in shown(page("watchlists", reader="keeper"))


def test_the_threshold_stands_in_the_address(page, tmp_path):
    make_list(tmp_path / "watchlists" / "pair", 1, 2, alike={2: 1})  # they resemble each other by 0.6
    home = Home(tmp_path)
    assert "1 pair of different people, of the 1 on the list" in shown(page("watchlists", home=home, alike="0.59"))
    assert "0 pairs of different people, of the 1 on the list" in shown(page("watchlists", home=home, alike="0.61"))


def test_without_a_list_it_says_what_to_do(page, tmp_path):
    assert "lfr-eval enrol" in page("watchlists", home=Home(tmp_path)).info[0].value


@pytest.mark.parametrize(
    ("change", "said"),
    [({"sealed": True}, "sealed"), ({"schema_version": 99}, "newer"), ({"list_digest": "00"}, "damaged")],
)
def test_a_list_that_cannot_be_shown_is_one_sentence(page, tmp_path, change, said):
    path = tmp_path / "watchlists" / "pair"
    make_list(path, 1, 2)
    header = path / "list.json"
    header.write_text(json.dumps(json.loads(header.read_text()) | change))
    app = page("watchlists", home=Home(tmp_path))
    assert not app.exception
    assert len(app.error) == 1
    assert said in app.error[0].value


def test_a_file_of_people_that_cannot_be_read_is_said(page, tmp_path):
    make_list(tmp_path / "watchlists" / "pair", 1, 2)
    (tmp_path / "datasets" / "x").mkdir(parents=True)
    (tmp_path / "datasets" / "x" / "subjects.csv").write_text("name\nP1\n")
    app = page("watchlists", home=Home(tmp_path))
    assert "No file of people" in app.info[0].value
    assert app.warning[0].value.startswith("Left out: ")
