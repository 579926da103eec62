"""The threshold explorer over the golden runs."""

import shutil


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
    assert "If the model holds for 1,000 people on the list, the rates are within the limits from 0.61" in texts(app)
    assert "to 1.00 (shaded). None of that is measured, and nothing is shown of such a list." in texts(app)
    assert app.select_slider(key="list").value == 1000


def test_truth_that_is_gone_is_said_in_one_sentence(page, bare_home):
    shutil.rmtree(bare_home.datasets)
    app = page("threshold", home=bare_home)
    assert "gone, or no longer what this score was taken from" in app.error[0].value


def test_a_policy_file_gives_the_limits(page, own_home):
    (own_home.folder / "policy.yaml").write_text("fpir: 0.3\ntpir: 0.3\n")
    app = page("threshold", home=own_home, policy="policy.yaml")
    assert not app.exception
    assert "The limits are shown to be kept from 0.01 to 0.80 (framed)" in texts(app)
    assert "fpir_limit" not in {one.key for one in app.number_input}


def test_a_bad_policy_is_one_sentence(page, own_home):
    (own_home.folder / "policy.yaml").write_text("fpr: 0.3\n")
    app = page("threshold", home=own_home, policy="policy.yaml")
    assert not app.exception
    assert "policy.yaml" in app.error[0].value
