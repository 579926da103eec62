"""A home whose every figure is known beforehand: the synthetic engine on painted squares."""

from pathlib import Path

from synthetic import draw
from synthetic_runs import Pictures, make_list, record, settings

from lfr_eval.core.home import Home
from lfr_eval.evaluate.score.evidence import keep_score
from lfr_eval.evaluate.score.score import Question, score_runs
from lfr_eval.evaluate.score.truth import TruthFiles
from lfr_eval.record.reader import RunRecord

PASS_S, AT_ONCE, FRAMES = 2.0, 3, 10
LISTED = {1: "P1", 2: "P2", 3: "P3", 4: "P4", 5: "P5", 6: "lost"}
"""Grey level → listed person; `lost` failed to enrol, and P5 resembles stranger 10 by 0.6."""
STRANGERS = {level: f"S{level}" for level in range(10, 34)}
"""24 people who are not listed; S10 is a false positive at or below 0.6."""
PEOPLE = list((LISTED | STRANGERS).items())


def golden_passes() -> str:
    """Thirty passes, three at a time, two seconds each."""
    rows = ["pass_id,source,subject_id,t_enter_s,t_exit_s"]
    for place, (_, person) in enumerate(PEOPLE):
        enter = place // AT_ONCE * PASS_S
        rows.append(f"pass-{person},gate.mp4,{person},{enter},{enter + PASS_S}")
    return "\n".join(rows) + "\n"


def golden_subjects() -> str:
    """Women and men in turn, as they stated themselves."""
    rows = [f"{person},{'FM'[place % 2]},self" for place, (_, person) in enumerate(PEOPLE)]
    return "\n".join(["subject_id,sex,label_source", *rows]) + "\n"


def golden_boxes() -> str:
    """Where each person stands: still, side by side."""
    rows = ["pass_id,pts_s,x,y,w,h"]
    for place, (_, person) in enumerate(PEOPLE):
        for frame in range(FRAMES):
            pts_s = place // AT_ONCE * PASS_S + frame * PASS_S / FRAMES
            rows.append(f"pass-{person},{pts_s:g},{100 + 150 * (place % AT_ONCE)},100,60,60")
    return "\n".join(rows) + "\n"


def golden_pictures() -> list:
    """The footage: painted squares, never shown to a user."""
    scenes = [PEOPLE[start : start + AT_ONCE] for start in range(0, len(PEOPLE), AT_ONCE)]
    return [
        draw({level: (100 + 150 * place, 100) for place, (level, _) in enumerate(scene)})
        for scene in scenes
        for _ in range(FRAMES)
    ]


def make_golden(folder: Path) -> Home:
    """Two runs of the same footage at thresholds 0.4 and 0.7, the newest last, scored by sex.

    At 0.4: TPIR 5 of 6, FPIR 1 of 24, 5 true alerts and 1 false one; at 0.7: FPIR 0 of 24.
    """
    home = Home(folder)
    truth = home.datasets / "gate"
    truth.mkdir(parents=True)
    (truth / "passes.csv").write_text(golden_passes())
    (truth / "subjects.csv").write_text(golden_subjects())
    (truth / "boxes.csv").write_text(golden_boxes())
    files = TruthFiles(truth / "passes.csv", (truth / "subjects.csv",))
    home.watchlists.mkdir()
    listed = make_list(home.watchlists / "square", 1, 2, 3, 4, 5, failing=["lost"], alike={5: 10})
    for threshold in (0.7, 0.4):
        watched = record(
            Pictures(golden_pictures()),
            listed,
            home.runs,
            settings(alerting={"threshold": threshold, "window_s": PASS_S}),
        )
        run = RunRecord.open(watched.run)
        keep_score(score_runs([run], files, Question(by=("sex",))), files, home)
    return home
