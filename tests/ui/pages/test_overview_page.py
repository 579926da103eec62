"""The page that opens first."""

from lfr_eval.core.home import Home


def test_it_opens_at_the_newest_run(page):
    app = page("overview")
    assert not app.exception
    assert app.title[0].value == "Overview"


def test_without_a_run_it_says_what_to_do(page, tmp_path):
    app = page("overview", home=Home(tmp_path))
    assert not app.exception
    assert "lfr-eval demo" in app.info[0].value
