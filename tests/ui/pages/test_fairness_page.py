"""The page of groups over the golden runs: three listed women and three listed men, twelve strangers of each."""

import re
import shutil


def texts(app):
    return re.sub("<[^>]+>", "", "\n".join(one.value for one in app.markdown))


def test_what_could_not_be_settled_comes_first(page):
    app = page("fairness")
    assert not app.exception
    said = texts(app)
    assert "3 of 3 questions could not be settled by this test" in said
    assert "sex, False positives (FPIR): not settled by this test" in said
    rates = ("False positives (FPIR)", "Recognised (TPIR)", "Recognised in time")
    assert f"sex: {'; '.join(f'{rate} not settled by this test' for rate in rates)}." in said.replace("**", "")
    assert said.index("could not be settled") < said.index("FPIR runs from")


def test_a_link_opens_one_group(page):
    app = page("fairness", attribute="sex", group="M")
    assert not app.exception
    said = texts(app)
    assert "False positives (FPIR): 0 of 12 passes of people not listed = 0 %" in said
    assert "Recognised (TPIR): 2 of 3 passes of listed people" in said
    assert "Too few people to conclude from" not in said, "fifteen men took part"
    assert app.selectbox(key="group").value == "M"


def test_groups_have_count_base_and_interval(page):
    app = page("fairness", attribute="sex")
    fpir, tpir, timely = (one.value for one in app.dataframe[:3])
    assert dict(zip(fpir["Group"], fpir["Count"], strict=True)) == {"F": "1 of 12", "M": "0 of 12"}
    assert dict(zip(tpir["Group"], tpir["Count"], strict=True)) == {"F": "3 of 3", "M": "2 of 3"}
    assert dict(zip(timely["Group"], timely["Count"], strict=True)) == {"F": "3 of 3", "M": "2 of 3"}
    assert set(tpir["Size"]) == {"fewer than 10 people"}


def test_needed_testing_stands_beside_what_was_tested(page):
    needed = page("fairness").dataframe[3].value
    assert needed["Smallest group"].tolist() == [12, 3, 3]
    assert needed["To see a difference"].str.fullmatch(r"[\d,]+ passes of [\d,]+ people").all()
    assert needed["To show equivalence"].str.fullmatch(r"[\d,]+ passes of [\d,]+ people").all()


def test_who_is_taken_for_whom(page):
    # S10 is taken for P5: one pair out of 12 women and men who passed, each with 3 women and 3 men on the list
    app = page("fairness")
    matrix = app.dataframe[4].value
    assert sum(text.startswith("none") for text in matrix["Count"]) == 3
    assert any("1 of 36" in text for text in matrix["Count"])
    assert "1 wrong match in 144 pairs" in texts(app)


def test_indices_stand_beside_chance(page):
    app = page("fairness")
    indices = app.dataframe[-1].value
    assert "undefined (a group has 0 events)" in set(indices["Note"])
    assert "By chance: median" in indices.columns
    assert "lie beyond 95 of 100 shuffles" in texts(app)


def test_without_intersections_it_says_how_to_compare_them(page):
    assert "--by 'sex,sex*ethnicity'" in " ".join(one.value for one in page("fairness").info)


def test_verdicts_stay_where_truth_is_gone(page, own_home):
    shutil.rmtree(own_home.datasets)
    for table in own_home.scores.rglob("*.parquet"):
        table.unlink()
    app = page("fairness", home=own_home)
    assert not app.exception
    assert "3 of 3 questions could not be settled" in texts(app)
    assert "gone, or no longer what this score was taken from" in app.error[0].value
