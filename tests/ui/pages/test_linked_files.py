"""A link names no file outside of the home for whoever opens it; what is typed may be anywhere."""

import pytest

from lfr_eval.core.home import Home

MACHINE = {"camera": "Camera or recording on this machine"}


@pytest.fixture
def linked(page, own_home):
    def opened(spec, **more):
        return page("live", home=own_home, watchlist="square", spec=spec, **MACHINE, **more)

    return opened


def outside(home: Home) -> list[str]:
    (home.folder / "link.mp4").symlink_to("/etc/passwd")
    (home.folder / "itself.mp4").symlink_to("itself.mp4")
    inside = home.folder / "datasets"
    return [
        f"{home.folder}/itself.mp4",
        "/etc/passwd",
        "../../../../etc/passwd",
        f"{inside}/../../x.mp4",
        f"{home.folder}/link.mp4",
        "rtsp://x/1",
    ]


def test_a_link_to_what_is_outside_of_the_home_is_left_out_and_said(linked, own_home):
    for spec in outside(own_home):
        app = linked(spec)
        assert not app.exception
        assert app.text_input(key="spec").value == ""
        assert "outside of the home folder" in app.warning[0].value
        assert "spec" not in app.query_params


def test_a_link_to_a_file_of_the_home_or_a_camera_is_followed(linked, own_home):
    for spec in (str(own_home.datasets / "gate" / "clip.mp4"), "camera:0"):
        app = linked(spec)
        assert app.text_input(key="spec").value == spec
        assert not app.warning


def test_what_is_typed_may_be_anywhere_and_does_not_stand_in_the_address(linked):
    app = linked("")
    app.text_input(key="spec").set_value("/media/clip.mp4").run()
    assert app.text_input(key="spec").value == "/media/clip.mp4"
    assert "spec" not in app.query_params
    assert not app.warning


@pytest.mark.parametrize(("name", "key"), [("live", "system"), ("alerts", "source")])
def test_every_other_path_in_an_address_is_held_to_the_same(page, own_home, name, key):
    app = page(name, home=own_home, reviewer="Ann", **{key: "/etc/passwd"}, **MACHINE)
    assert not app.exception
    assert app.text_input(key=key).value == ""
    assert "outside of the home folder" in app.warning[0].value
