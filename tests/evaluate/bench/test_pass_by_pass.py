"""Watch and loop are held against the same passes in the same way."""

from pathlib import Path

from parity import PassByPass, compared_persons
from peers import hit

PASSES = """pass_id,source,subject_id,t_enter_s,t_exit_s
p1,gate.mp4,anna,0,4
p2,gate.mp4,ben,5,9
p3,gate.mp4,stranger,20,24
p4,gate.mp4,anna,100,104
"""


def judged(folder: Path) -> PassByPass:
    passes = folder / "passes.csv"
    passes.write_text(PASSES)
    return PassByPass("gate.mp4", ["anna", "ben"], passes, duration_s=30.0, threshold=0.4, folder=folder / "parity")


# The watch misses Ben, whom the loop hits, and takes nobody for the stranger, whom the loop takes for Anna; the second
# pass of Anna comes after the part that both have seen.
def test_passes_that_only_one_of_them_hits_are_named(tmp_path: Path):
    watch, loop = [hit("anna", 1.0, 0.6)], [hit("anna", 1.0, 0.6), hit("ben", 6.0, 0.5), hit("anna", 21.0, 0.41)]
    assert judged(tmp_path).compared(watch, loop) == [
        "gate.mp4: of 2 mated passes the watch hits 1, the loop 2; the loop alone: p2",
        "gate.mp4: of 1 non-mated passes the watch hits 0, the loop 1; the watch alone: none",
    ]
    assert compared_persons("gate", watch, loop) == [
        "gate: the watch found anna, the loop anna, ben",
        "gate: the loop alone found ben",
    ]


# Nobody hits anything: still two lines, with their bases.
def test_silence_has_a_base(tmp_path: Path):
    assert judged(tmp_path).compared([], []) == [
        "gate.mp4: of 2 mated passes the watch hits 0, the loop 0; the loop alone: none",
        "gate.mp4: of 1 non-mated passes the watch hits 0, the loop 0; the watch alone: none",
    ]
