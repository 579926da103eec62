"""A review on its page: the checklist answers itself, people decide under their names, and nothing of it is lost."""

import shutil

import pytest

from lfr_eval.core.home import Home
from lfr_eval.evaluate.review.review import open_review, read_review, read_reviews
from lfr_eval.record.listing import list_runs


@pytest.fixture
def own_home(golden_home, tmp_path):
    """A copy of the golden home that a test may write to."""
    shutil.copytree(golden_home.folder, tmp_path / "home")
    return Home(tmp_path / "home")


@pytest.fixture
def review_id(own_home):
    return open_review(own_home, "High Street", "wanted for violence", "Ann")


@pytest.fixture
def run_id(own_home):
    """The newest run: threshold 0.4, TPIR 5 of 6, FPIR 1 of 24."""
    return list_runs(own_home.runs)[0].run_id


def widget(kind, start):
    return next(one for one in kind if one.key and one.key.startswith(start))


def save(app, phase="before"):
    return widget(app.button, f"save-{phase}").click().run()


def fill(app, run_id, fpir=None, equivalence="sex"):
    widget(app.multiselect, "runs-").set_value([run_id])
    widget(app.text_input, "equivalence-").set_value(equivalence)
    if fpir:
        widget(app.number_input, "false_one_in-").set_value(fpir)
    return save(app)


def checklist(app):
    frame = next(one.value for one in app.dataframe if "State" in one.value and "Section" in one.value)
    return dict(zip(frame["Question"], zip(frame["State"], frame["Because"], strict=True), strict=True))


def test_the_first_review_is_opened_under_a_name(page, own_home):
    app = page("reviews", home=own_home, reviewer="Ann")
    assert "No review has been opened yet" in app.info[0].value
    widget(app.text_input, "new-place").set_value("High Street")
    widget(app.text_input, "new-purpose").set_value("wanted for violence")
    app = app.button(key="open").click().run()
    assert not app.exception
    (review,) = read_reviews(own_home)
    assert (review.terms.place, review.terms.purpose, review.opened.author) == (
        "High Street",
        "wanted for violence",
        "Ann",
    )
    assert app.selectbox(key="review").value == review.review_id


def test_the_checklist_answers_itself_from_the_run_that_is_chosen(page, own_home, review_id, run_id):
    app = fill(page("reviews", home=own_home, reviewer="Ann", review=review_id, part="terms"), run_id, fpir=1000.0)
    assert not app.exception
    assert not app.error
    terms = read_review(own_home, review_id).terms
    assert (terms.threshold, terms.list_size, terms.watchlist.name) == (0.4, 5, "square")
    found = checklist(page("reviews", home=own_home, review=review_id))
    state, because = found["Are false alerts within the limit, per pass of a person not listed?"]
    assert state == "breached"
    assert "1 of 24 passes of people not listed" in because
    state, because = found["Are people treated alike, whatever their sex?"]
    assert state == "not shown"
    assert "are missing" in because
    assert found["Are people treated alike, whatever their ethnicity?"][0] == "not shown"
    assert found["Is it necessary: what would a less intrusive way not achieve?"][0] == "needs a person"
