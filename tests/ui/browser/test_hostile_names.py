"""Names that are pictures, links, formulas or symbols to Markdown are shown letter by letter, and fetch nothing."""

import csv
import io

import pytest
from browsers import browsing, watch_requests
from playwright.sync_api import expect
from serving import serving
from synthetic import draw
from synthetic_runs import Pictures, make_list, record, settings

from lfr_eval.core.home import Home
from lfr_eval.core.review import Phase
from lfr_eval.evaluate.review.plan import plan_of, restate
from lfr_eval.evaluate.review.review import open_review, read_review, state_terms
from lfr_eval.evaluate.score.evidence import keep_score
from lfr_eval.evaluate.score.score import Question, score_runs
from lfr_eval.evaluate.score.truth import TruthFiles
from lfr_eval.record.naming import rename
from lfr_eval.record.reader import RunRecord
from lfr_eval.record.remarks import Remarks, change_remarks
from lfr_eval.record.reviews import add_entries
from lfr_eval.ui.navigation import PAGES

PICTURE = "![](http://outside.example/1.png)"
TAG = '<img src="http://outside.example/2.png">'
SYMBOL = ":material/home: :red[red] :smile: -> it"
FORMULA = "$x^2$ `code` **bold** _thin_ ~struck~"
LINK = "[here](http://outside.example/3)"
BARE = "www.outside.example http://outside.example/4 a@outside.example"
FOLDER = ":material_home: $x^2$ ![](x) <b>b<b> _i_ www.outside.example"
RUN = "![](x) $x^2$ _thin_ :red[red]".replace(":", "ː") + " www.outside.example"
LISTED = {f"P{number}": name for number, name in enumerate((PICTURE, TAG, SYMBOL, FORMULA, LINK), start=1)}
STRANGERS = {10: BARE, 11: "S11", 12: "S12", 13: "S13"}
ATTRIBUTE = "[sex](http://outside.example/5) :smile: $x$"
VALUES = ["![](http://outside.example/6.png)", "www.outside.example :material/home:"]
SOURCE = "![gate](http://outside.example/7.mp4) :red[gate].mp4"
FRAMES, PASS_S = 10, 2.0
PATIENCE_MS = 60_000
SHOWN = """name => {
    const main = document.querySelector('[data-testid="stMain"]');
    const typed = [...main.querySelectorAll("input, textarea")].map(one => one.value);
    return [main.innerText, ...typed].some(text => text.includes(name));
}"""
"""Whether a name stands on the page, letter by letter."""
MADE = """main => {
    const made = [...main.querySelectorAll("[href], [src], .katex, del, [data-testid=stException]")];
    const ours = one => ["data:", "blob:", location.origin].some(start => (one.href ?? one.src)?.startsWith(start));
    return made.filter(one => !ours(one)).map(one => one.outerHTML);
}"""
"""What a page is made of that leads elsewhere, or that a formula or a struck word was made into."""
SEEN = {
    "overview": [RUN, PICTURE, TAG],
    "reviews": [PICTURE, TAG],
    "run": [RUN, SYMBOL, SOURCE],
    "fairness": [ATTRIBUTE, *VALUES],
    "threshold": [RUN],
    "latency": [ATTRIBUTE],
    "compare": [RUN],
    "alerts": [PICTURE],
    "watchlists": [FOLDER],
    "live": [],
}
"""What of it a page shows outside of its tables and charts, which draw text without reading it."""


def table(*rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def truth(home):
    folder = home.datasets / FOLDER
    folder.mkdir(parents=True)
    people = [*LISTED.values(), *STRANGERS.values()]
    enter = [place * PASS_S for place in range(len(people))]
    passes = [(f"pass-{place}", SOURCE, name, enter[place], enter[place] + PASS_S) for place, name in enumerate(people)]
    (folder / "passes.csv").write_text(table(("pass_id", "source", "subject_id", "t_enter_s", "t_exit_s"), *passes))
    groups = [(name, VALUES[place % 2], "self") for place, name in enumerate(people)]
    (folder / "subjects.csv").write_text(table(("subject_id", ATTRIBUTE, "label_source"), *groups))
    return TruthFiles(folder / "passes.csv", (folder / "subjects.csv",))


@pytest.fixture
def hostile(tmp_path):
    """Two scored runs, a list and a review whose every name is Markdown."""
    home = Home(tmp_path / "home")
    files = truth(home)
    home.watchlists.mkdir()
    listed = make_list(home.watchlists / "listed", 1, 2, 3, 4, 5, called=LISTED, alike={5: 10})
    (home.watchlists / "listed").rename(home.watchlists / FOLDER)  # enrolling refuses such a name; a folder can have it
    film = [draw({level: (100, 100)}) for level in (1, 2, 3, 4, 5, *STRANGERS) for _ in range(FRAMES)]
    for threshold in (0.7, 0.4):
        chosen = settings(alerting={"threshold": threshold, "window_s": PASS_S})
        watched = record(Pictures(film, source_id=SOURCE), listed, home.runs, chosen)
        run = RunRecord.open(watched.run)
        keep_score(score_runs([run], files, Question(by=(ATTRIBUTE,))), files, home)
    change_remarks(home.notes, run.run_id, lambda old: Remarks((SYMBOL,), FORMULA))
    rename(watched.run, RUN)
    review = read_review(home, open_review(home, PICTURE, TAG, LINK))
    wanted = {"runs": (run.run_id,), "false_one_in": 1000.0, "equivalence": ATTRIBUTE}
    stated = restate(home, review.terms, plan_of(review.terms).model_copy(update=wanted), list(wanted))
    add_entries(home.reviews, state_terms(stated, review.review_id, Phase.BEFORE, BARE), review.seen)
    return home


def test_names_are_shown_letter_by_letter_on_every_page_and_fetch_nothing(hostile, chromium):
    errors: list[str] = []
    with serving(hostile) as server, browsing(chromium) as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.on("pageerror", lambda error: errors.append(str(error)))
        watch_requests(page, server.address, errors)
        for spec in (spec for specs in PAGES.values() for spec in specs):
            page.goto(f"{server.address}/{spec.name}?reviewer={BARE}&part=checklist&group={VALUES[0]}")
            expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=PATIENCE_MS)
            idle = page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]')
            expect(idle).to_be_visible(timeout=PATIENCE_MS)
            main = page.locator('[data-testid="stMain"]')
            for name in SEEN.get(spec.name, []):
                page.wait_for_function(SHOWN, arg=name, timeout=PATIENCE_MS)
            assert main.evaluate(MADE) == [], spec.name
    assert errors == []
