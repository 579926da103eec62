"""passes.csv and boxes.csv: what is truth, and what contradicts itself."""

from pathlib import Path

import pytest

from lfr_eval.core.errors import InputError, TableError
from lfr_eval.core.events import OnList, PassKind
from lfr_eval.datasets.passes import PassTable, read_boxes, read_passes, require_seconds

HEADER = "pass_id,source,subject_id,t_enter_s,t_exit_s,kind,on_list\n"
LISTED = frozenset({"001"})


def write(folder: Path, rows: str, header: str = HEADER, name: str = "passes.csv") -> Path:
    path = folder / name
    path.write_text(header + rows, encoding="utf-8")
    return path


def read(folder: Path, rows: str) -> PassTable:
    return read_passes(write(folder, rows), "clip.mp4", LISTED)


def test_every_cell_of_a_pass(tmp_path: Path) -> None:
    header = "pass_id,source,subject_id,t_enter_s,t_exit_s,kind,on_list,zone,sex,light\n"
    path = write(tmp_path, "p1,clip.mp4,001,0,2.5,pass,yes,gate,F,\n", header)
    (found,) = read_passes(path, "clip.mp4", LISTED).passes
    assert (found.pass_id, found.source, found.subject_id) == ("p1", "clip.mp4", "001")
    assert (found.t_enter_s, found.t_exit_s, found.kind, found.on_list) == (0, 2.5, PassKind.PASS, OnList.YES)
    assert (found.zone, found.attributes) == ("gate", {"sex": "F"})


def test_what_is_not_said_has_a_default(tmp_path: Path) -> None:
    path = write(tmp_path, "p1,clip.mp4,,0,1\n", "pass_id,source,subject_id,t_enter_s,t_exit_s\n")
    (found,) = read_passes(path, "clip.mp4", None).passes
    assert (found.subject_id, found.kind, found.on_list, found.zone) == (None, PassKind.PASS, None, "main")


def test_rows_for_other_sources_are_skipped_and_counted(tmp_path: Path) -> None:
    table = read(tmp_path, "a,clip.mp4,,0,1,,\nb,other.mp4,001,0,1,,no\nc,CLIP.mp4,,0,1,,\n")
    assert [found.pass_id for found in table.passes] == ["a"]
    assert (table.skipped, table.elsewhere, table.lines) == (2, {"b", "c"}, (2,))


def test_every_source_may_be_asked_for(tmp_path: Path) -> None:
    path = write(tmp_path, "a,clip.mp4,,0,1,,\nb,other.mp4,,0,1,,\n")
    assert len(read_passes(path, None).passes) == 2


@pytest.mark.parametrize("rows", ["a,x.mp4,,0,1,,\nb,y.mp4,,0,1,,\nc,x.mp4,,0,1,,\n", ""])
def test_no_row_for_the_source_names_those_that_are_there(tmp_path: Path, rows: str) -> None:
    with pytest.raises(TableError, match=r"rows for source 'clip.mp4', found ('x.mp4' \(2\), 'y.mp4' \(1\)|no rows)"):
        read(tmp_path, rows)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        # The exit is before, and at, the entry
        ("a,clip.mp4,,2,1,,", "column t_exit_s: expected an exit after the entry at 2 s, found 1"),
        ("a,clip.mp4,,2,2,,", "column t_exit_s: expected an exit after the entry"),
        # Times that are none
        ("a,clip.mp4,,nan,2,,", "column t_enter_s: expected a number of seconds, 0 or more, found 'nan'"),
        ("a,clip.mp4,,-1,2,,", "column t_enter_s: expected a number of seconds"),
        ("a,clip.mp4,,0,,,", "column t_exit_s: expected a value"),
        # No source, no id, an id used before
        ("a,,,0,1,,", "column source: expected a value"),
        (",clip.mp4,,0,1,,", "column pass_id: expected a value"),
        ("ok,clip.mp4,,0,1,,", "column pass_id: expected an id that is used once"),
        # An id that another source has used: boxes.csv could not tell them apart
        ("ok,other.mp4,,0,1,,", "column pass_id: expected an id that is used once"),
        # Words that are not in the vocabulary, whatever their case
        ("a,clip.mp4,,0,1,crowd,", "column kind: expected pass or unlisted_crowd, found 'crowd'"),
        ("a,clip.mp4,,0,1,,YES", "column on_list: expected yes or no or unknown, found 'YES'"),
        # Truth that contradicts the list
        ("a,clip.mp4,002,0,1,,yes", "column on_list: expected no, as '002' is not on the list"),
        ("a,clip.mp4,001,0,1,,no", "column on_list: expected yes, as '001' is on the list"),
        # '1' is not '001'
        ("a,clip.mp4,1,0,1,,yes", "column on_list: expected no, as '1' is not on the list"),
        # Somebody listed whom nobody can name
        ("a,clip.mp4,,0,1,,yes", "column subject_id: expected the person"),
        # A crowd of unlisted people has no name and is not listed
        ("a,clip.mp4,002,0,1,unlisted_crowd,", "column subject_id: expected an empty cell"),
        ("a,clip.mp4,,0,1,unlisted_crowd,yes", "column on_list: expected no or an empty cell"),
    ],
)
def test_a_row_that_cannot_be_true(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(TableError) as caught:
        read(tmp_path, f"ok,clip.mp4,,0,1,,\n{row}\n")
    assert f"line 3, {message}" in str(caught.value)


@pytest.mark.parametrize(
    "row",
    [
        # The list decides
        "a,clip.mp4,001,0,1,,",
        "a,clip.mp4,002,0,1,,no",
        # It may have been the listed person
        "a,clip.mp4,001,0,1,,unknown",
        # A crowd
        "a,clip.mp4,,0,1,unlisted_crowd,no",
        # Another source may have been watched with another list
        "a,other.mp4,001,0,1,,no",
    ],
)
def test_a_row_that_can_be_true(tmp_path: Path, row: str) -> None:
    assert read(tmp_path, f"ok,clip.mp4,,0,1,,\n{row}\n").passes


def test_without_a_list_on_list_is_taken_as_written(tmp_path: Path) -> None:
    path = write(tmp_path, "a,clip.mp4,002,0,1,,yes\n")
    assert read_passes(path, "clip.mp4", None).passes[0].on_list is OnList.YES


def test_boxes_become_corners_in_order_of_pass_and_time(tmp_path: Path) -> None:
    passes = read(tmp_path, "b,clip.mp4,,0,9,,\na,clip.mp4,,0,9,,\nc,other.mp4,,0,9,,\n")
    rows = "a,1,10,20,30,40\nb,2,-5,0,10,10\nb,1.5,0,0,1,1\nc,0,0,0,1,1\n"
    boxes = read_boxes(write(tmp_path, rows, "pass_id,pts_s,x,y,w,h\n", "boxes.csv"), passes)
    assert boxes.pass_id.tolist() == ["b", "b", "a"]
    assert boxes.pts_s.tolist() == [1.5, 2, 1]
    assert boxes.boxes_px.tolist() == [[0, 0, 1, 1], [-5, 0, 5, 10], [10, 20, 40, 60]]


def test_no_boxes(tmp_path: Path) -> None:
    boxes = read_boxes(
        write(tmp_path, "", "pass_id,pts_s,x,y,w,h\n", "boxes.csv"), read(tmp_path, "a,clip.mp4,,0,9,,\n")
    )
    assert (len(boxes.pass_id), boxes.boxes_px.shape) == (0, (0, 4))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        # A pass that nobody knows
        ("z,1,0,0,1,1", "column pass_id: expected a pass of passes.csv, found 'z'"),
        # No size
        ("a,1,0,0,0,1", "column w: expected a size above 0 pixels"),
        ("a,1,0,0,1,-1", "column h: expected a number of pixels, 0 or more, found '-1'"),
        # No place, no time
        ("a,1,inf,0,1,1", "column x: expected a number of pixels, found 'inf'"),
        ("a,-1,0,0,1,1", "column pts_s: expected a number of seconds"),
        # In two places at once
        ("a,0,5,5,1,1", "column pts_s: expected one box a moment for each pass, found 0, also in line 2"),
    ],
)
def test_a_box_that_cannot_be_true(tmp_path: Path, row: str, message: str) -> None:
    passes = read(tmp_path, "a,clip.mp4,,0,9,,\n")
    path = write(tmp_path, f"a,0,0,0,1,1\n{row}\n", "pass_id,pts_s,x,y,w,h\n", "boxes.csv")
    with pytest.raises(TableError) as caught:
        read_boxes(path, passes)
    assert f"line 3, {message}" in str(caught.value)


def test_a_check_is_not_told_of_what_follows_from_a_problem(tmp_path: Path) -> None:
    # One bad pass: the source is there, and its boxes are not strangers
    problems: list[InputError] = []
    passes = read_passes(write(tmp_path, "a,clip.mp4,,2,1,,\n"), "clip.mp4", None, problems.append)
    read_boxes(write(tmp_path, "a,0,0,0,1,1\n", "pass_id,pts_s,x,y,w,h\n", "boxes.csv"), passes, problems.append)
    assert len(problems) == 1


@pytest.mark.parametrize(
    ("boxes", "said"),
    [
        ("p1,3200,10,10,50,50\np1,7000,12,10,50,50\n", "2 of 2 outside of their passes; are they milliseconds"),
        ("p1,90,10,10,50,50\np1,175,12,10,50,50\n", "are they frame numbers"),
        ("p1,20,10,10,50,50\n", "1 of 1 outside of their passes"),
        ("p1,4,0.1,0.1,0.2,0.3\np1,5,0.1,0.1,0.2,0.3\n", "every box smaller than one; are they shares of the frame?"),
    ],
)
def test_boxes_in_other_units_are_refused(tmp_path: Path, boxes: str, said: str) -> None:
    passes = tmp_path / "passes.csv"
    passes.write_text("pass_id,source,subject_id,t_enter_s,t_exit_s\np1,gate,ann,3,8\n")
    (tmp_path / "boxes.csv").write_text(f"pass_id,pts_s,x,y,w,h\n{boxes}")
    table = read_passes(passes, "gate")
    with pytest.raises(TableError, match=r"boxes\.csv, column") as caught:
        read_boxes(tmp_path / "boxes.csv", table)
    assert said in str(caught.value)


def test_some_boxes_outside_of_their_pass_are_kept(tmp_path: Path) -> None:
    # a face that is seen before it enters the zone of recognition
    passes = tmp_path / "passes.csv"
    passes.write_text("pass_id,source,subject_id,t_enter_s,t_exit_s\np1,gate,ann,3,8\n")
    (tmp_path / "boxes.csv").write_text("pass_id,pts_s,x,y,w,h\np1,1,10,10,50,50\np1,4,10,10,50,50\n")
    assert len(read_boxes(tmp_path / "boxes.csv", read_passes(passes, "gate")).pass_id) == 2


FRAMES_OF_CLIP = ["0,12", "12,24", "24,36", "36,48"]
"""Passes of half a second at 25 frames a second: too short to be told by how long they last."""


def table(folder: Path, times: list[str]) -> PassTable:
    return read(folder, "".join(f"p{place},clip.mp4,,{time},,\n" for place, time in enumerate(times)))


@pytest.mark.parametrize(
    ("times", "end_s", "found"),
    [
        # frame numbers of a clip of two seconds
        (
            FRAMES_OF_CLIP,
            1.92,
            "4 of 4 passes after its end; are they frame numbers (the last at 1.92 s)? Otherwise leave",
        ),
        # they begin within the footage, and most of each lies after it
        (["0,36", "1,36"], 3.0, "what looks like frame numbers"),
        (["0,12"], 2.0, "1 of 1 passes after its end; are they frame numbers"),
        # the first minute of an hour
        ([f"{start},{start + 5}.5" for start in range(0, 3600, 40)], 60.0, "88 of 90 passes after its end; leave out"),
    ],
)
def test_truth_that_lies_mostly_after_the_end_of_all_footage_is_refused(
    tmp_path: Path, times: list[str], end_s: float, found: str
) -> None:
    with pytest.raises(TableError) as refused:
        require_seconds(table(tmp_path, times), end_s, whole=True, fps=25.0)
    assert found in str(refused.value)


@pytest.mark.parametrize(
    ("times", "end_s", "whole", "asked"),
    [
        (
            ["0,5", "3,8", "100,150"],
            10.0,
            True,
            "the times of 1 of 3 passes: are they frame numbers (the last at 6 s)?",
        ),
        (["0,5", "3,8", "11,14"], 10.0, True, ""),
        (FRAMES_OF_CLIP, 9.6, False, "the times of 3 of 4 passes: are they frame numbers (the last at 1.92 s)?"),
        # a camera was watched for the first minute of an hour
        (["0,5", "100,105.5", "300,302"], 60.0, False, ""),
    ],
)
def test_other_truth_after_the_end_is_asked_about(
    tmp_path: Path, times: list[str], end_s: float, whole: bool, asked: str
) -> None:
    assert require_seconds(table(tmp_path, times), end_s, whole=whole, fps=25.0) == asked
