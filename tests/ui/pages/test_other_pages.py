"""Pages that need no run: the planner, the method and the room of the register."""

from lfr_eval.core.home import Home


def texts(app):
    return " ".join(one.value for one in app.markdown)


def test_the_planner_answers_what_its_address_asks(page):
    app = page("planner", one_in="6000", ratio="2")
    assert not app.exception
    answers = app.dataframe[0].value
    assert answers["once each"].iloc[0] == "17,973"
    assert [name for name in answers if "alike" in name] == [f"5 each, alike {one}" for one in ("0.05", "0.2", "0.5")]
    assert "at least 17,973 different people" in texts(app)
    assert app.code[0].value.startswith("lfr-eval plan --limit 0.000166666666667")


def test_the_planner_follows_its_form(page):
    app = page("planner")
    app.number_input(key="events").set_value(1)
    app = app.number_input(key="one_in").set_value(100).run()
    app = app.number_input(key="each").set_value(1).run()
    assert app.dataframe[0].value["once each"].iloc[0] == "473"
    assert (app.query_params["one_in"], app.query_params["events"]) == ("100", "1")


def test_large_figures_come_back_from_the_address(page):
    app = page("planner", one_in="12345678")
    assert app.query_params["one_in"] == "12345678"
    assert app.number_input(key="one_in").value == 12345678


def test_an_impossible_plan_is_one_sentence(page):
    app = page("planner", ratio="1")
    assert not app.exception
    assert "baseline" in app.error[0].value


def test_the_method_is_the_documentation(page, tmp_path):
    app = page("method", home=Home(tmp_path))
    assert not app.exception
    assert [one.value for one in app.header][:2] == ["What is measured", "The unit: a pass"]
    assert app.header[-1].value == "Glossary"
    assert "**people are what counts, not passes or frames.**" in texts(app)


def test_the_register_says_that_it_is_empty(page):
    app = page("deployments")
    assert not app.exception
    assert app.info[0].value.startswith("No deployment is on record.")
    assert len(app.dataframe) == 0
