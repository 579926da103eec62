"""What the charts of groups draw: shapes, dashes and hatches beside colours."""

import pandas as pd

from lfr_eval.report.charts import fairness as charts


def drawn(chart):
    return chart.to_dict()


def test_few_people_have_a_shape_of_their_own():
    frame = pd.DataFrame(
        {
            "Group": ["F", "M"],
            "Share": [0.1, None],
            "From": [0.0, None],
            "To": [0.4, None],
            "Count": ["1 of 10", "no passes"],
            "Size": [charts.ENOUGH, charts.SMALL],
        }
    )
    _, span, point = drawn(charts.forest(frame, 0.1, "F"))["layer"]
    assert point["encoding"]["shape"]["scale"]["range"] == ["circle", "diamond"]
    assert span["encoding"]["x2"]["field"] == "To"
    assert span["encoding"]["y"]["sort"] == ["F  ·  1 of 10", "M  ·  no passes"]


def test_small_cells_are_hatched():
    frame = pd.DataFrame(
        {
            "Across": ["a", "b"],
            "Down": ["c", "c"],
            "Errors": [0.1, 0.2],
            "Text": ["1 of 10", "2 of 10"],
            "Size": [charts.ENOUGH, charts.SMALL],
        }
    )
    chart = drawn(charts.heat(frame, "age", "sex"))
    rules = [layer for layer in chart["layer"] if layer["mark"]["type"] == "rule"]
    (data,) = {layer["data"]["name"] for layer in rules}
    assert [row["Across"] for row in chart["datasets"][data]] == ["b"]
    assert len(rules) == 2 * len(charts.HATCH) - 1


def test_every_group_has_a_look_of_its_own():
    names = list("ABCDEFGH")
    frame = pd.DataFrame({"Group": names, "Score": 0.1, "Share of passes": 1.0})
    lines = drawn(charts.densities(frame, 0.4))["layer"][0]["encoding"]
    assert lines["color"]["scale"]["domain"] == lines["strokeDash"]["scale"]["domain"] == names
    looks = zip(lines["color"]["scale"]["range"], map(str, lines["strokeDash"]["scale"]["range"]), strict=True)
    assert len(set(looks)) == len(names)
    assert len({str(one) for one in lines["strokeDash"]["scale"]["range"][:6]}) == 6
