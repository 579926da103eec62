"""The threshold explorer over the golden runs."""

import shutil

from lfr_eval.core.home import Home


def texts(app) -> str:
    return "\n".join(one.value for one in app.markdown)


def test_the_threshold_of_the_run_is_where_it_opens(page):
    app = page("threshold")
    assert not app.exception
    assert "At threshold 0.40: recognised 5 of 6 passes of listed people" in texts(app)
    assert "False positives: 1 of 24 passes of people not listed" in texts(app)
    assert app.query_params["threshold"] == "0.4"


def test_the_slider_moves_all_figures_at_once(page):
    # stranger 10 resembles P5 by 0.6: a false positive up to there, and none above
    app = page("threshold", by="sex")
    app.select_slider(key="threshold").set_value(0.7).run()
    assert "At threshold 0.70: recognised 5 of 6" in texts(app)
    assert "False positives: 0 of 24" in texts(app)
    assert "At 0.70: " in texts(app)
    assert app.query_params["threshold"] == "0.7"


def test_a_link_holds_the_threshold_the_list_and_the_limits(page):
    app = page("threshold", threshold="0.5", list="1000", fpir_limit="100", tpir_limit="0.5")
    assert "At threshold 0.50" in texts(app)
    assert "On a list of 1,000 people instead of 5 (modelled, not measured)" in texts(app)
    assert "No threshold keeps" in texts(app) or "The rates are within the limits from 0.61" in texts(app)


def test_truth_that_is_gone_is_said_in_one_sentence(page, golden_home, tmp_path):
    shutil.copytree(golden_home.folder, tmp_path / "home")
    shutil.rmtree(tmp_path / "home" / "datasets")
    for table in (tmp_path / "home" / "reports" / "scores").rglob("*.parquet"):
        table.unlink()
    app = page("threshold", home=Home(tmp_path / "home"))
    assert "gone, or no longer what this score was taken from" in app.error[0].value
