"""Pages know a run by its name and by its id; links outlive a renaming."""

import json
import shutil

import pytest

from lfr_eval.record.listing import list_runs
from lfr_eval.record.naming import rename
from lfr_eval.record.remarks import Remarks, change_remarks


def texts(app):
    return " ".join(one.value for one in [*app.markdown, *app.caption, *app.error])


@pytest.fixture
def named(own_home):
    """The oldest run, under a name, with what was written on it."""
    oldest = list_runs(own_home.runs)[-1]
    change_remarks(own_home.notes, oldest.run_id, lambda _: Remarks(("night",), "lamp *broken*"))
    rename(oldest.path, "monday")
    return oldest.run_id


@pytest.mark.parametrize("page_name", ["run", "threshold", "latency", "alerts", "compare"])
def test_a_link_by_name_and_a_link_by_id_open_the_same_run(page, own_home, named, page_name):
    for address in ("monday", named):
        app = page(page_name, home=own_home, run=address)
        assert not app.exception
        assert not app.error
        chosen = app.selectbox(key="run")
        assert chosen.value == named
        assert any(option.startswith(f"monday ({named}) · ") for option in chosen.options)
        assert app.query_params["run"] in (named, [named])


def test_a_comparison_by_name_is_found(page, own_home, named):
    newest = list_runs(own_home.runs)[0].run_id
    app = page("compare", home=own_home, run=newest, other="monday@0.7")
    assert not app.error
    assert app.selectbox(key="other").value == f"{named}@0.7"


def test_what_was_written_on_a_run_stands_on_its_page_and_on_the_overview(page, own_home, named):
    app = page("run", home=own_home, run="monday")
    assert "Tags: night" in texts(app).replace("\\", "")
    assert "Note: lamp *broken*" in texts(app).replace("\\", "")
    app = page("overview", home=own_home)
    shown = next(one.value for one in app.dataframe if "Tags" in one.value)
    assert shown["Run"].tolist()[1] == f"monday ({named})"
    assert shown["Tags"].tolist() == ["", "night"]
    assert shown["Note"].tolist() == ["", "lamp *broken*"]
    assert f"monday ({named})" in app.selectbox(key="run").options


def test_an_intact_run_under_another_name_is_not_called_damaged_and_a_damaged_one_is(page, own_home, named):
    app = page("run", home=own_home, run="tuesday")
    assert "Run tuesday is not here: it was deleted or given another name" in texts(app)
    path = own_home.runs / "monday" / "run.json"
    header = json.loads(path.read_text())
    path.write_text(json.dumps({key: header[key] for key in ("schema_version", "run_id", "status")}))
    for address in ("monday", named):
        assert "is damaged" in texts(page("run", home=own_home, run=address))


def test_copies_are_told_apart_by_their_names(page, own_home, named):
    shutil.copytree(own_home.runs / "monday", own_home.runs / "copy")
    app = page("run", home=own_home, run="copy")
    assert not app.error
    assert app.selectbox(key="run").value == "copy"
    app = page("run", home=own_home, run=named)
    assert f"{named} is more than one run:" in texts(app)
    assert f"copy ({named})" in texts(app)
