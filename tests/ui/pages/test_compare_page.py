"""Two runs of the same footage, pass by pass."""

from lfr_eval.record.deleting import delete
from lfr_eval.record.listing import list_runs


def texts(app):
    return " ".join(one.value for one in app.markdown)


def test_the_difference_is_paired_and_leaves_open_what_it_cannot_show(page):
    app = page("compare")
    assert not app.exception
    said = texts(app)
    assert "On the same 6 passes of listed people (6 people): first 5 = 83.3 %, second 5 = 83.3 %" in said
    # At 0.4 stranger S10 is a false positive, at 0.7 nobody is
    assert "On the same 24 passes of people not listed (24 people): first 1 = 4.17 %, second 0 = 0 %" in said
    assert "A difference is not shown, and one of up to" in said
    assert "They made something different of 1 of 30 passes in common." in said


def test_what_was_changed_and_where_they_disagree(page):
    tables = [one.value for one in page("compare").dataframe]
    tpir, fpir = tables[:2]
    assert fpir[["Both", "Only first", "Only second", "Neither"]].iloc[0].tolist() == [0, 1, 0, 23]
    assert tpir["p (McNemar, exact)"].tolist() == [1.0]
    side, changed, disagree = tables[-3:]
    assert side.set_index("Figure").loc["Alerts: true, false, unconfirmed"].tolist() == ["5, 1, 0", "5, 0, 0"]
    assert changed.to_numpy().tolist() == [["scored at threshold", "0.4", "0.7"], ["alerting.threshold", "0.4", "0.7"]]
    assert disagree.to_numpy().tolist() == [["pass-S10", "not listed", "false alert", "no alert", 4.0, 6.0]]


def test_both_sides_stand_in_the_address(page, golden_home):
    newer, older = (run.run_id for run in list_runs(golden_home.runs))
    app = page("compare", run=older, other=f"{newer}@0.4")
    assert not app.exception
    assert "first 0 = 0 %, second 1 = 4.17 %" in texts(app)


def test_a_run_alone_has_nothing_to_be_compared_with(page, own_home):
    delete(own_home, list_runs(own_home.runs)[1].path)
    app = page("compare", home=own_home)
    assert not app.exception
    assert "no other run was held against the same truth" in app.info[0].value
    assert not app.dataframe


def test_an_address_that_names_no_comparable_run_is_one_sentence(page, own_home):
    app = page("compare", home=own_home, other="20200101T000000Z-00000000@0.4")
    assert not app.exception
    assert "cannot be compared with this run" in app.error[0].value
    assert not app.dataframe
    other = f"{list_runs(own_home.runs)[1].run_id}@0.7"
    app = app.selectbox(key="other-instead").set_value(other).run()
    assert not app.error
    assert app.dataframe


def test_truth_that_was_changed_since_is_said(page, own_home):
    passes = own_home.datasets / "gate" / "passes.csv"
    passes.write_text(passes.read_text().replace("18.0,20.0", "18.0,19.0"))
    app = page("compare", home=own_home)
    assert not app.exception
    assert "gone or was changed since" in app.info[0].value
