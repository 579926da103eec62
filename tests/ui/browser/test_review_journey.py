"""A board member goes from a checklist to the evidence for one group, and back to a decision that stays."""

import re

import pytest
from browsers import browsing
from playwright.sync_api import Page, expect
from serving import serving

from lfr_eval.core.review import Phase
from lfr_eval.evaluate.review.plan import plan_of, restate
from lfr_eval.evaluate.review.review import open_review, read_review, state_terms
from lfr_eval.record.listing import list_runs
from lfr_eval.record.reviews import add_entries

LOAD_MS = 60_000


@pytest.fixture
def prepared(own_home):
    """A home with a review that an evaluator has laid out: run, limits, sex to be treated alike."""
    home = own_home
    review_id = open_review(home, "High Street", "wanted for violence", "Eve Evaluator")
    review = read_review(home, review_id)
    run_id = list_runs(home.runs)[0].run_id
    wanted = {"runs": (run_id,), "false_one_in": 1000.0, "equivalence": "sex"}
    stated = restate(home, review.terms, plan_of(review.terms).model_copy(update=wanted), list(wanted))
    add_entries(home.reviews, state_terms(stated, review_id, Phase.BEFORE, "Eve Evaluator"), review.seen)
    return home, review_id, run_id


def see_the_evidence(page: Page, run_id: str):
    """From the question about sex to the rates of women, and back."""
    question = page.get_by_text("Are people treated alike, whatever their sex?").last
    expect(question).to_be_visible(timeout=LOAD_MS)
    page.get_by_role("link", name=re.compile(r"sex F$")).click()
    expect(page.get_by_role("heading", name="Fairness")).to_be_visible(timeout=LOAD_MS)
    expect(page.get_by_role("heading", name="sex: F")).to_be_visible(timeout=LOAD_MS)
    assert f"run={run_id}" in page.url
    page.get_by_role("link", name="Reviews", exact=True).click()  # the menu remembers which review it was
    expect(page.get_by_text("What stands in the way")).to_be_visible(timeout=LOAD_MS)


def decide(page: Page):
    """An opinion with a condition, then the decision of the board."""
    page.get_by_role("radiogroup", name="Part").get_by_text("Decision", exact=True).click()
    opinion, board = "Approve with conditions", page.get_by_role("radiogroup", name="The board's decision")
    page.get_by_role("radiogroup", name="Your opinion").get_by_text(opinion, exact=True).click()
    page.get_by_label("Reasons", exact=True).fill("False alerts are above the limit.")
    page.get_by_label("Conditions", exact=True).fill("3,000 passes first.")
    page.get_by_role("button", name="Record my opinion").click()
    expect(page.get_by_text("Bea Board: Approve with conditions")).to_be_visible(timeout=LOAD_MS)
    board.get_by_text("Refuse", exact=True).click()
    page.get_by_label("Reasons of the board").fill("Not shown.")
    page.get_by_role("button", name="Decide and freeze").click()


def test_from_the_checklist_to_one_group_and_back_to_a_decision_that_stays(prepared, chromium):
    home, review_id, run_id = prepared
    errors: list[str] = []
    with serving(home) as server, browsing(chromium) as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 1400})
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{server.address}/reviews?review={review_id}&reviewer=Bea+Board")
        expect(page.get_by_text("1 of 24 passes of people not listed").first).to_be_visible(timeout=LOAD_MS)
        see_the_evidence(page, run_id)
        decide(page)
        expect(page.get_by_text("Before the deployment: refuse")).to_be_visible(timeout=LOAD_MS)
        page.reload()
        expect(page.get_by_text("Before the deployment: refuse")).to_be_visible(timeout=LOAD_MS)
        page.get_by_role("radiogroup", name="When").get_by_text("Before the deployment").click()
        expect(page.get_by_text("Refuse. Recorded by Bea Board")).to_be_visible(timeout=LOAD_MS)
        expect(page.get_by_text("Conditions: 3,000 passes first.")).to_be_visible()
    assert errors == []
    closing = read_review(home, review_id).closing(Phase.BEFORE)
    assert closing is not None
    assert {name.split()[0] for name in closing.content["digests"]} == {"policy", "watchlist", "run", "score", "truth"}
