from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from synthetic import DIMENSIONS, SyntheticEngine, draw, template_of

from lfr_eval.core.settings import Detector, SystemSettings
from lfr_eval.evaluate.enrol import templates
from lfr_eval.evaluate.enrol.templates import ImageTemplates, forget, templates_of

SETTINGS = SystemSettings()


@pytest.fixture
def photographs(tmp_path: Path) -> list[Path]:
    """Person 7; nobody; person 9 amid a smaller group; no image at all; a file that is not there."""
    folder = tmp_path / "photographs"
    folder.mkdir()
    pictures = (draw({7: (290, 150)}), draw({}), draw({9: (290, 150), 3: (0, 0)}))
    for name, picture in zip("abc", pictures, strict=True):
        cv2.imwrite(str(folder / f"{name}.png"), picture)
    (folder / "d.png").write_bytes(b"no image")
    return [folder / f"{name}.png" for name in "abcde"]


def embedded(engine: SyntheticEngine) -> int:
    """Faces that went through the recogniser."""
    return sum(int(call.split()[1]) for call in engine.calls)


def alike(one: ImageTemplates, other: ImageTemplates) -> bool:
    same_eyes = np.array_equal(one.eye_px, other.eye_px, equal_nan=True)
    return np.array_equal(one.templates, other.templates) and one.reasons == other.reasons and same_eyes


def test_every_photograph_has_a_template_or_a_reason(photographs: list[Path]):
    found = templates_of(photographs, SyntheticEngine(), SETTINGS)
    assert found.reasons == (None, "no face", None, "unreadable", "unreadable")
    nothing = np.zeros(DIMENSIONS, np.float32)
    expected = [template_of(7), nothing, template_of(9), nothing, nothing]
    np.testing.assert_array_equal(found.templates, expected)
    assert np.isfinite(found.eye_px).tolist() == [True, False, True, False, False]


def test_no_photographs():
    assert templates_of([], SyntheticEngine(), SETTINGS).templates.shape == (0, DIMENSIONS)


def test_a_reference_must_be_unambiguous(photographs: list[Path]):
    # The photograph with two people is refused as a reference, and its middle person taken as a probe.
    found = templates_of(photographs[2:3], SyntheticEngine(), SETTINGS, enrolling=True)
    assert found.reasons == ("several faces",)


def test_the_mirrored_image_is_averaged_in(photographs: list[Path]):
    class Sided(SyntheticEngine):
        """Tells the left half of a crop from the right by the first two numbers."""

        def embed(self, crops):
            halves = np.array([[crop[:, :56].mean(), crop[:, 56:].mean()] for crop in crops], np.float32)
            return halves / np.linalg.norm(halves, axis=1, keepdims=True)

    picture = draw({7: (290, 150)})
    picture[:, 320:] = np.where(picture[:, 320:] == 0, 251, picture[:, 320:])
    cv2.imwrite(str(photographs[0]), picture)
    plain, both = (
        templates_of(photographs[:1], Sided(template_width=2), SETTINGS, mirrored=flag).templates[0]
        for flag in (False, True)
    )
    assert abs(plain[0] - plain[1]) > 0.1
    np.testing.assert_allclose(both, [np.sqrt(0.5)] * 2, rtol=1e-6)


def test_nothing_is_kept_unless_asked(photographs: list[Path], tmp_path: Path):
    before = sorted(tmp_path.rglob("*"))
    templates_of(photographs, SyntheticEngine(), SETTINGS)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_second_evaluation_runs_no_model(photographs: list[Path], tmp_path: Path):
    cache = tmp_path / "cache"
    first = templates_of(photographs, SyntheticEngine(), SETTINGS, cache=cache)
    photographs[0].rename(photographs[0].with_name("renamed.png"))
    again = [photographs[0].with_name("renamed.png"), *photographs[1:]]
    engine = SyntheticEngine()
    second = templates_of(again, engine, SETTINGS, cache=cache)
    assert (embedded(engine), second.cached, second.notes) == (0, 4, ())
    assert alike(first, second)
    assert alike(first, templates_of(again, SyntheticEngine(), SETTINGS))


@pytest.mark.parametrize(
    "change",
    [
        lambda paths, cache: templates_of(paths, SyntheticEngine(recogniser="other"), SETTINGS, cache=cache),
        lambda paths, cache: templates_of(paths, SyntheticEngine(), SETTINGS, cache=cache, mirrored=True),
        lambda paths, cache: templates_of(paths, SyntheticEngine(), SETTINGS, cache=cache, enrolling=True),
        lambda paths, cache: templates_of(
            paths, SyntheticEngine(), SETTINGS.model_copy(update={"detector": Detector(size_px=320)}), cache=cache
        ),
    ],
    ids=["model", "mirrored", "enrolling", "detector"],
)
def test_another_way_of_making_templates_shares_none(
    photographs: list[Path], tmp_path: Path, change: Callable[[list[Path], Path], ImageTemplates]
):
    templates_of(photographs, SyntheticEngine(), SETTINGS, cache=tmp_path / "cache")
    assert change(photographs, tmp_path / "cache").cached == 0


def test_an_interruption_loses_nothing_that_was_made(photographs: list[Path], tmp_path: Path):
    def stop_at_third(done: float, total: float | None, note: str = "") -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        templates_of(photographs, SyntheticEngine(), SETTINGS, cache=tmp_path / "cache", progress=stop_at_third)
    assert templates_of(photographs, SyntheticEngine(), SETTINGS, cache=tmp_path / "cache").cached == 3


def test_a_long_evaluation_is_saved_on_the_way(
    photographs: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    # Even a process that is killed outright leaves what it saved before.
    monkeypatch.setattr(templates, "SAVE_EVERY", 2)
    sizes = []

    def look(done: float, total: float | None, note: str = "") -> None:
        sizes.append(len(list((tmp_path / "cache").iterdir())))

    templates_of(photographs, SyntheticEngine(), SETTINGS, cache=tmp_path / "cache", progress=look)
    assert sizes == [0, 1, 1, 1, 1]


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: raw[:-1],
        lambda raw: b"",
        lambda raw: raw[:40] + bytes([raw[40] ^ 1]) + raw[41:],
        lambda raw: bytes([raw[0] ^ 1]) + raw[1:],
    ],
    ids=["cut off", "empty", "altered", "altered digest"],
)
def test_a_damaged_cache_is_discarded_and_said_so(
    photographs: list[Path], tmp_path: Path, damage: Callable[[bytes], bytes]
):
    cache = tmp_path / "cache"
    sound = templates_of(photographs, SyntheticEngine(), SETTINGS, cache=cache)
    (file,) = cache.iterdir()
    file.write_bytes(damage(file.read_bytes()))
    found = templates_of(photographs, SyntheticEngine(), SETTINGS, cache=cache)
    assert (found.cached, len(found.notes)) == (0, 1)
    assert "damaged" in found.notes[0]
    assert alike(found, sound)
    assert templates_of(photographs, SyntheticEngine(), SETTINGS, cache=cache).cached == 4


def test_forget_leaves_nothing_of_the_cache(photographs: list[Path], tmp_path: Path):
    cache = tmp_path / "cache"
    for mirrored in (False, True):
        templates_of(photographs, SyntheticEngine(), SETTINGS, cache=cache, mirrored=mirrored)
    (cache / ".abc.templates.123.tmp").write_bytes(b"left by a process that was killed")
    assert forget(cache) == 3
    assert not cache.exists()
    assert forget(cache) == 0


def test_forget_spares_what_is_not_a_cache(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("mine")
    assert forget(tmp_path) == 0
    assert (tmp_path / "notes.txt").exists()
