"""A check tells everything that is wrong, each thing once."""

from pathlib import Path

from lfr_eval.core.errors import SourceError
from lfr_eval.datasets.check import check


def read_image(path: Path) -> bytes:
    """Good images hold the word."""
    if not path.is_file() or path.read_bytes() != b"image":
        raise SourceError(f"{path}: the image cannot be read")
    return path.read_bytes()


def write(folder: Path, **files: str) -> None:
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")


def check_lines(folder: Path) -> list[str]:
    return [str(problem).removeprefix(f"{folder}/") for problem in check(folder, read_image)]


def test_a_sound_data_set(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"image")
    write(
        tmp_path,
        images="image_id,subject_id,path\ni,s,a.jpg\n",
        subjects="subject_id,sex\ns,F\n",
        passes="pass_id,source,subject_id,t_enter_s,t_exit_s,sex\np,c,s,0,1,f\n",
        boxes="pass_id,pts_s,x,y,w,h\np,0,0,0,1,1\n",
    )
    told: list[float] = []
    assert check(tmp_path, read_image, lambda done, total, note="": told.append(done)) == []
    assert told == [1]


def test_every_problem_of_every_table_and_image(tmp_path: Path) -> None:
    (tmp_path / "broken.jpg").write_bytes(b"")
    write(
        tmp_path,
        images="image_id,subject_id,path,role\ni,s,absent.jpg,\nj,s,broken.jpg,\nk,s,../out.jpg,boss\n",
        subjects="subject_id,sex,age\ns,F,200\nt,F,30\n",
        passes="pass_id,source,subject_id,t_enter_s,t_exit_s,sex\np,c,t,0,1,M\nq,c,s,1,0,\n",
        boxes="pass_id,pts_s,x,y,w,h\np,0,0,0,0,1\nz,0,0,0,1,1\n",
        pairs="path_a,path_b,mated,fold\na.jpg,b.jpg,perhaps,1\n",
    )
    (tmp_path / "labels.yaml").write_text("sex: F\n")
    lines = check_lines(tmp_path)
    starts = [line.split(":")[0] for line in lines]
    assert starts == [
        "labels.yaml, key sex",
        "images.csv, line 4, column path",
        "images.csv, line 4, column role",
        "subjects.csv, line 2, column age",
        "pairs.csv, line 2, column mated",
        "passes.csv, line 3, column t_exit_s",
        "passes.csv, line 2, column sex",
        "boxes.csv, line 2, column w",
        "boxes.csv, line 3, column pass_id",
        "absent.jpg",
        "broken.jpg",
    ]


def test_a_table_without_its_columns_does_not_hide_the_others(tmp_path: Path) -> None:
    write(tmp_path, subjects="id\ns\n", passes="pass_id\np\n", images="image\n")
    assert [line.split(",")[0] for line in check_lines(tmp_path)] == ["images.csv", "passes.csv"]


def test_footage_needs_no_images(tmp_path: Path) -> None:
    write(tmp_path, subjects="subject_id\ns\n", passes="pass_id,source,subject_id,t_enter_s,t_exit_s\np,c,s,0,1\n")
    assert check_lines(tmp_path) == []


def test_an_empty_folder_is_no_data_set(tmp_path: Path) -> None:
    assert len(check_lines(tmp_path)) == 1
