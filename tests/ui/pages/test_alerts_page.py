"""The review queue: decided is decided, for everybody and after a reload."""

from lfr_eval.record.adjudications import read_adjudications


def progress(app):
    return next(element for element in app.main if element.type == "progress").proto.text


def button(app, start):
    return next(one for one in app.button if one.key.startswith(start))


def decide(app, decision, reason=""):
    app.radio[0].set_value(decision)
    next(one for one in app.text_input if one.key.startswith("reason-")).set_value(reason)
    return button(app, "decide-").click().run()


def texts(app):
    return " ".join(one.value for one in app.markdown)


def test_one_alert_is_shown_with_score_threshold_and_warning(page, own_home):
    app = page("alerts", home=own_home, reviewer="Ann")
    assert not app.exception
    assert progress(app) == "0 of 6 alerts decided; you decided 0, 6 left to you."
    assert "took this face for P1: score 1.000 against a threshold of 0.400 (0.600 above)" in texts(app)
    assert app.warning[0].value == "A possible match: check before you act."
    assert [one.value for one in app.info] == ["The image was not kept."] * 2


def test_a_decision_still_stands_after_a_reload(page, own_home):
    app = decide(page("alerts", home=own_home, reviewer="Ann"), "true", "same scar")
    assert not app.exception
    again = page("alerts", home=own_home, reviewer="Ann")
    assert progress(again) == "1 of 6 alerts decided; you decided 1, 5 left to you."
    assert "took this face for P2" in texts(again)
    (stored,) = read_adjudications(own_home.reviews, again.selectbox(key="run").value)
    assert (stored.reviewer, stored.decision, stored.reason, stored.seeded) == ("Ann", "true", "same scar", False)
    assert stored.seconds >= 0
    assert again.dataframe[0].value["Decision"].tolist() == ["true"]


def test_two_people_must_decide_and_do_not_see_each_other(page, own_home):
    decide(page("alerts", home=own_home, reviewer="Ann", people="two"), "true")
    ben = page("alerts", home=own_home, reviewer="Ben", people="two")
    assert progress(ben) == "0 of 6 alerts decided by two people; you decided 0, 6 left to you."
    assert not ben.dataframe, "what Ann decided is hidden from Ben"
    ben = decide(ben, "false")
    assert progress(ben).startswith("1 of 6 alerts decided by two people; you decided 1, 5 left to you.")
    assert ben.dataframe[0].value["Reviewer"].tolist() == ["Ann", "Ben"]
    assert len(ben.dataframe) == 1, "agreement would tell the answers while there is work left"


def test_agreement_is_shown_when_the_work_is_done(page, own_home):
    for reviewer, decision in (("Ann", "true"), ("Ben", "false")):
        app = page("alerts", home=own_home, reviewer=reviewer, people="two")
        for _ in range(6):
            app = decide(app, decision)
    agreed = app.dataframe[1].value
    assert agreed["Said the same (95 %)"].tolist() == ["0 of 6 = 0 % (0 % to 45.9 %)"]
    assert agreed["Cohen's kappa"].tolist() == ["0.00"]
    anybody = page("alerts", home=own_home, people="two")
    assert len(anybody.dataframe) == 3, "once all is decided, all may read it"


def test_the_same_reviewer_in_two_windows_is_told_once(page, own_home):
    first, second = (page("alerts", home=own_home, reviewer="Ann") for _ in range(2))
    decide(first, "true")
    late = decide(second, "false")
    assert not late.exception
    assert "already decided this alert; the first decision stands" in late.error[0].value


def test_two_people_at_once_on_one_alert_are_both_stored(page, own_home):
    ann, ben = (page("alerts", home=own_home, reviewer=name) for name in ("Ann", "Ben"))
    decide(ann, "true")
    late = decide(ben, "false")
    assert not late.error
    stored = read_adjudications(own_home.reviews, late.selectbox(key="run").value)
    assert [(one.reviewer, one.alert_key, one.decision) for one in stored] == [
        ("Ann", "P1@0.000", "true"),
        ("Ben", "P1@0.000", "false"),
    ]


def test_errors_are_held_against_truth_by_group(page, own_home):
    app = page("alerts", home=own_home, reviewer="Ann")
    for _ in range(6):  # says true to everything: five true alerts and the false one, on a man
        app = decide(app, "true")
    assert not app.exception
    assert app.success[0].value == "Nothing is left to you on this run."
    errors = app.dataframe[-1].value
    assert errors["People"].tolist()[0] == "all"
    assert errors["False alerts accepted (95 %)"][0].startswith("1 of 1 = 100 %")
    assert errors["True alerts rejected (95 %)"][0].startswith("0 of 5 = 0 %")
    assert "none to decide" in errors["False alerts accepted (95 %)"].tolist()


def test_nothing_is_decided_without_a_choice_or_a_name(page, own_home):
    app = button(page("alerts", home=own_home, reviewer="Ann"), "decide-").click().run()
    assert app.error[0].value == "Choose true, false or unsure before you decide."
    nobody = page("alerts", home=own_home)
    assert "Give your name" in nobody.info[0].value
    assert not nobody.radio


def test_an_alert_can_be_put_off(page, own_home):
    app = button(page("alerts", home=own_home, reviewer="Ann"), "later-").click().run()
    assert "took this face for P2" in texts(app)


def test_damaged_decisions_are_one_sentence(page, own_home):
    own_home.reviews.mkdir(parents=True)
    (own_home.reviews / "alerts.sqlite").write_bytes(b"torn " * 400)
    app = page("alerts", home=own_home, reviewer="Ann")
    assert not app.exception
    assert "the decisions are damaged" in app.error[0].value
