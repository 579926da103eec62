"""`streamlit run app.py` cannot keep what `lfr-eval app` promises, and serves no pages."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "app.py"


def test_it_says_what_to_start():
    shown = AppTest.from_file(str(APP)).run()
    assert not shown.exception
    assert [error.value for error in shown.error] == [
        "These pages are served by `lfr-eval app` alone: end this with Ctrl-C, and start that."
    ]
    assert len(shown.main) == 1
