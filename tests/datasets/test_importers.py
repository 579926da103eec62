"""Each published layout, in small, becomes tables that a check finds nothing wrong with."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lfr_eval.core.errors import InputError, TableError
from lfr_eval.datasets.check import check
from lfr_eval.datasets.images import Role, read_images
from lfr_eval.datasets.importers.lfw import read_lfw
from lfr_eval.datasets.importers.manifests import Manifests, absent, write_manifests
from lfr_eval.datasets.importers.registry import IMPORTERS, read_published
from lfr_eval.datasets.pairs import read_pairs
from lfr_eval.datasets.passes import read_boxes, read_passes

BFW_HEADER = ",fold,p1,p2,label,id1,id2,att1,att2,vgg16\n"
CHOKEPOINT = """<!DOCTYPE GroundTruth>
<dataset name="P1E_S1_C1">
 <frame number="00000010"/>
 <frame number="00000040">
  <person id="0003"><leftEye x="100" y="50"/><rightEye x="120" y="50"/></person>
 </frame>
 <frame number="00000070">
  <person id="0003"><leftEye x="100" y="50"/><rightEye x="130" y="90"/></person>
  <person id="0012"/>
 </frame>
 <frame number="00000371">
  <person id="0003"><leftEye x="100" y="50"/><rightEye x="120" y="50"/></person>
 </frame>
</dataset>
"""


def touch(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(b"image")


def text(root: Path, name: str, content: str) -> None:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(content, encoding="utf-8")


def lfw(root: Path) -> None:
    touch(root, "lfw/Ann/Ann_0001.jpg", "lfw/Ann/Ann_0002.jpg", "lfw/Bob/Bob_0001.jpg")
    text(root, "pairs.txt", "1\t1\nAnn\t1\t2\nAnn\t1\tBob\t1\n")


def london(root: Path) -> None:
    touch(root, "neutral_front/001_03.jpg", "neutral_front/001_03.tem", "smiling_front/001_08.jpg")
    touch(root, "smiling_front/._001_08.jpg")
    info = "face_id,face_age,face_sex,face_eth\nX001,24.5,female,east_asian/white\nX002,NA,male,black\n"
    text(root, "london_faces_info.csv", info)


def utkface(root: Path) -> None:
    touch(root, "part1/25_1_2_20170104021935245.jpg", "61_1_20170109142408075.jpg")
    touch(root, "crops/25_1_2_20170104021935245.jpg.chip.jpg", "crops/116_0_4_20170104021935000.jpg.chip.jpg")


def fairface(root: Path) -> None:
    touch(root, "train/1.jpg", "val/1.jpg")
    header = "file,age,gender,race,service_test\n"
    text(root, "fairface_label_train.csv", f"{header}train/1.jpg,50-59,Male,East Asian,True\n")
    text(root, "fairface_label_val.csv", f"{header}val/1.jpg,3-9,Female,Latino_Hispanic,False\n")


def rfw(root: Path) -> None:
    touch(root, "data/African/m.01/m.01_0001.jpg", "data/African/m.02/m.02_0003.jpg", "data/Asian/m.01/m.01_0001.jpg")
    text(root, "txts/African/African_pairs.txt", "m.01\t1\t2\nm.01\t1\tm.02\t3\n" * 301)


def bfw(root: Path) -> None:
    first, second = "asian_females/n000009/0010_01.jpg", "white_males/n000001/0001_01.jpg"
    touch(root, f"images/{first}", f"images/{second}")
    rows = f"0,1,{first},{first},1,0,0,a,a,0.8\n1,5,{first},{second},0,0,9,a,w,0.1\n"
    text(root, "bfw-v0.1.5-datatable.csv", BFW_HEADER + rows)


def chokepoint(root: Path) -> None:
    text(root, "groundtruth/P1E_S1_C1.xml", CHOKEPOINT)


LAYOUTS: dict[str, Callable[[Path], None]] = {
    "bfw": bfw,
    "chokepoint": chokepoint,
    "fairface": fairface,
    "lfw": lfw,
    "london": london,
    "rfw": rfw,
    "utkface": utkface,
}


def imported(layout: str, root: Path) -> Manifests:
    LAYOUTS[layout](root)
    found = read_published(layout, root)
    write_manifests(found, root)
    return found


@pytest.mark.parametrize("layout", IMPORTERS)
def test_every_layout_passes_the_check(layout: str, tmp_path: Path) -> None:
    imported(layout, tmp_path)
    assert check(tmp_path, Path.read_bytes) == []


@pytest.mark.parametrize("layout", IMPORTERS)
def test_every_layout_says_what_it_misses(layout: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="expected"):
        write_manifests(read_published(layout, tmp_path), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("layout", "groups"),
    [
        ("bfw", {"sex": "F", "ethnicity": "asian"}),
        ("fairface", {"sex": "M", "ethnicity": "East Asian", "age_range": "50-59"}),
        ("london", {"sex": "F", "ethnicity": "east_asian/white", "age": "18-29"}),
        ("rfw", {"ethnicity": "African"}),
        ("utkface", {"sex": "M", "ethnicity": "Other", "age": "60+"}),
    ],
)
def test_labels(layout: str, groups: dict[str, str], tmp_path: Path) -> None:
    imported(layout, tmp_path)
    subjects = read_images(tmp_path).subjects
    assert subjects is not None
    assert next(iter(subjects.by_id.values())).groups() == groups


def test_london_keeps_ids_as_text_and_an_unknown_age_missing(tmp_path: Path) -> None:
    imported("london", tmp_path)
    found = read_images(tmp_path)
    assert [(image.image_id, image.role) for image in found.images] == [
        ("001_03", Role.REFERENCE),
        ("001_08", Role.PROBE),
    ]
    assert found.subjects is not None
    assert found.subjects.by_id["002"].groups() == {"sex": "M", "ethnicity": "black"}


def test_utkface_counts_what_it_skips(tmp_path: Path) -> None:
    found = imported("utkface", tmp_path)
    assert found.skipped == {"name without the four parts": 1, "name used before": 1}


@pytest.mark.parametrize(("layout", "mated", "folds"), [("lfw", [True, False], [1, 1]), ("bfw", [True, False], [1, 5])])
def test_pairs(layout: str, mated: list[bool], folds: list[int], tmp_path: Path) -> None:
    imported(layout, tmp_path)
    pairs = read_pairs(tmp_path / "pairs.csv", tmp_path)
    assert ([pair.mated for pair in pairs], [pair.fold for pair in pairs]) == (mated, folds)
    assert all(pair.first.is_file() and pair.second.is_file() for pair in pairs)


def test_rfw_pairs_have_no_head_and_600_a_fold(tmp_path: Path) -> None:
    imported("rfw", tmp_path)
    pairs = read_pairs(tmp_path / "pairs.csv", tmp_path)
    assert [pair.fold for pair in pairs] == [1] * 600 + [2] * 2
    assert pairs[1].second == tmp_path / "data/African/m.02/m.02_0003.jpg"


def test_chokepoint_passes_break_at_gaps_and_boxes_lie_around_eyes(tmp_path: Path) -> None:
    imported("chokepoint", tmp_path)
    passes = read_passes(tmp_path / "passes.csv", "P1E_S1_C1")
    assert [(each.pass_id, each.subject_id, each.t_enter_s, each.t_exit_s) for each in passes.passes] == [
        # Seen at 1 s and 2 s, then away for 10.03 s
        ("P1E_S1_C1-0003-1", "0003", 1.0, 2.033333),
        ("P1E_S1_C1-0003-2", "0003", 12.033333, 12.066667),
        # Seen without eyes: a pass without a box
        ("P1E_S1_C1-0012-1", "0012", 2.0, 2.033333),
    ]
    boxes = read_boxes(tmp_path / "boxes.csv", passes)
    assert boxes.pass_id.tolist() == ["P1E_S1_C1-0003-1", "P1E_S1_C1-0003-1", "P1E_S1_C1-0003-2"]
    # Eyes 20 px apart, midpoint (110, 50): 44 wide, 60 high, the eyes at 0.4 of the height
    assert boxes.boxes_px[0].tolist() == [88, 26, 132, 86]


@pytest.mark.parametrize(
    ("layout", "name", "content", "message"),
    [
        ("bfw", "bfw-v0.1.5-datatable.csv", BFW_HEADER + "0,1,../x/y.jpg,b,1\n", "line 2, column p1"),
        ("bfw", "bfw-v0.1.5-datatable.csv", "a,b\n1,2\n", "line 2, column fold"),
        ("chokepoint", "groundtruth/P1E_S1_C1.xml", "<dataset><frame", "expected ChokePoint ground truth"),
        ("chokepoint", "groundtruth/P1E_S1_C1.xml", "<dataset><frame/></dataset>", "expected ChokePoint ground truth"),
        ("rfw", "txts/African/African_pairs.txt", "10\t300\n", "line 1: expected name"),
        ("london", "london_faces_info.csv", "face_id,face_age,face_eth\nX001,24,white\n", "face_sex or face_gender"),
    ],
)
def test_a_damaged_layout(layout: str, name: str, content: str, message: str, tmp_path: Path) -> None:
    LAYOUTS[layout](tmp_path)
    text(tmp_path, name, content)
    with pytest.raises(TableError) as caught:
        read_published(layout, tmp_path)
    assert message in str(caught.value)


def test_tables_are_not_overwritten_and_none_is_written_alone(tmp_path: Path) -> None:
    lfw(tmp_path)
    text(tmp_path, "pairs.csv", "mine\n")
    with pytest.raises(InputError, match="stands there already"):
        write_manifests(read_published("lfw", tmp_path), tmp_path)
    assert not (tmp_path / "images.csv").exists()


def sklearn_home(root: Path) -> None:
    """What scikit-learn's fetcher leaves."""
    for person, number in (("Ann", 2), ("Bob", 1)):
        touch(root, *(f"lfw_funneled/{person}/{person}_{n:04d}.jpg" for n in range(1, number + 1)))
    (root / "joblib/sklearn").mkdir(parents=True)
    text(root, "lfw_funneled/pairs_01.txt", "x\n")
    text(root, "pairs.txt", "1\t1\nAnn\t1\t2\nAnn\t1\tBob\t1\n")
    text(root, "pairsDevTest.txt", "1\nAnn\t1\t2\nAnn\t1\tBob\t1\n")


@pytest.mark.parametrize("beside", [[], [".git/x/y.jpg"], ["docs/readme.txt"], ["cache/deep/er/x.jpg"]])
def test_lfw_as_scikit_learn_leaves_it(tmp_path: Path, beside: list[str]) -> None:
    sklearn_home(tmp_path)
    touch(tmp_path, *beside)
    write_manifests(read_published("lfw", tmp_path), tmp_path)
    found = read_images(tmp_path)
    assert [image.path for image in found.images] == [
        tmp_path / "lfw_funneled" / name for name in ("Ann/Ann_0001.jpg", "Ann/Ann_0002.jpg", "Bob/Bob_0001.jpg")
    ]
    pairs = read_pairs(tmp_path / "pairs.csv", tmp_path)
    assert all(pair.first.is_file() and pair.second.is_file() for pair in pairs)
    assert check(tmp_path, lambda path: None) == []


def test_lfw_that_is_there_twice_or_not_at_all_is_refused(tmp_path: Path) -> None:
    sklearn_home(tmp_path)
    touch(tmp_path, "lfw/Ann/Ann_0001.jpg")
    with pytest.raises(InputError, match=r"expected one folder of subjects, found 2: lfw, lfw_funneled; give one"):
        read_published("lfw", tmp_path)
    (tmp_path / "empty").mkdir()
    text(tmp_path, "empty/pairs.txt", "1\t1\nAnn\t1\t2\nAnn\t1\tBob\t1\n")
    with pytest.raises(InputError, match="expected folders of people with their photographs, found none"):
        read_published("lfw", tmp_path / "empty")


@pytest.mark.parametrize("layout", ["fairface", "bfw"])
def test_tables_without_their_photographs_are_not_written(tmp_path: Path, layout: str) -> None:
    LAYOUTS[layout](tmp_path)
    before = set(tmp_path.rglob("*.jpg"))
    found = read_published(layout, tmp_path)
    for path in before:
        path.unlink()
    with pytest.raises(InputError, match="expected the photographs that its tables name, found none, not even"):
        write_manifests(found, tmp_path)
    assert not (tmp_path / "images.csv").exists()


def test_photographs_that_are_missing_are_named(tmp_path: Path) -> None:
    sklearn_home(tmp_path)
    found = read_published("lfw", tmp_path)
    assert absent(found, tmp_path) == []
    (tmp_path / "lfw_funneled/Bob/Bob_0001.jpg").unlink()
    assert absent(found, tmp_path) == ["lfw_funneled/Bob/Bob_0001.jpg"]
    assert write_manifests(found, tmp_path)


def test_an_unknown_layout_names_those_that_are_known(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="bfw, chokepoint, fairface"):
        read_published("imagenet", tmp_path)
    with pytest.raises(InputError, match="unpacked data set"):
        read_published("lfw", tmp_path / "absent")


def test_real_lfw(shared_data: Path) -> None:
    found = read_lfw(shared_data / "lfw")
    assert (len(found.tables["images.csv"]), len(found.tables["pairs.csv"])) == (3811, 3000)
