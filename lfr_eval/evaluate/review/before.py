"""The checklist before a deployment."""

from __future__ import annotations

from datetime import UTC, datetime

from lfr_eval.core.phrases import count, share
from lfr_eval.core.review import Phase
from lfr_eval.datasets.subjects import AGE_BANDS, Subjects
from lfr_eval.evaluate.review import shown
from lfr_eval.evaluate.review.check import Check, CheckState, Proof, with_answers
from lfr_eval.evaluate.review.coverage import coverage
from lfr_eval.evaluate.review.evidence import Facts
from lfr_eval.evaluate.review.review import Review
from lfr_eval.evaluate.review.terms import Terms
from lfr_eval.watchlist.makeup import Makeup, summarise
from lfr_eval.watchlist.watchlist import Watchlist

CHILDREN = AGE_BANDS[0][1]
LIST, DATA, LAW = "Who is on the list?", "What is kept?", "Is it lawful and justified?"
QUESTIONS = {
    "necessity": "Is it necessary: what would a less intrusive way not achieve?",
    "proportionality": "Is it proportionate to what it interferes with, at this place and for this long?",
    "legal basis": "What is the legal basis, and who authorised it?",
    "signage": "How are people told before they enter the zone, and how can they avoid it?",
    "other characteristics": "What of the characteristics that no test records: disability, religion or belief, "
    "gender reassignment, pregnancy, sexual orientation?",
}
"""What only people can answer, by topic."""


def checklist(review: Review, facts: Facts) -> tuple[Check, ...]:
    """Everything that a board must know before it decides: answered where evidence exists, asked where it does not."""
    terms = review.terms
    evidence = facts.evidence
    checks = [
        *coverage(terms, facts),
        shown.accuracy(terms, evidence),
        shown.false_alerts_per_pass(terms, evidence),
        shown.false_alerts_per_face(terms, evidence),
        *shown.equality(terms, evidence),
        *_list(terms, facts),
        shown.delay(terms, evidence),
        shown.load(terms, evidence),
        _retention(terms, facts.listed),
        *(
            Check(topic, LAW, question, CheckState.PERSON, "no test answers this")
            for topic, question in QUESTIONS.items()
        ),
    ]
    return with_answers(checks, review.answers(Phase.BEFORE))


def _list(terms: Terms, facts: Facts) -> list[Check]:
    """Make-up, age, quality and children; no limit is known to hold for any of them."""
    questions = {
        "make-up": "Is everybody on the list there for this purpose?",
        "age of pictures": "Are the pictures recent enough?",
        "quality": "Are the pictures good enough?",
        "children": "Are there children on the list?",
    }
    listed = facts.listed
    if terms.watchlist is None or listed is None:
        why = "the list is not stated yet" if terms.watchlist is None else "the list is gone, sealed or damaged"
        return [Check(topic, LIST, text, CheckState.NOT_SHOWN, why) for topic, text in questions.items()]
    made = summarise(listed.entries, datetime.now(UTC))
    said = {
        "make-up": _makeup(made, listed),
        "age of pictures": _dates(listed),
        "quality": _quality(made, listed),
        "children": _children(listed, facts.people),
    }
    proof = (Proof("watchlists", f"List {terms.watchlist.name}", {"list": terms.watchlist.name}),)
    return [Check(topic, LIST, text, CheckState.PERSON, said[topic], proof) for topic, text in questions.items()]


def _makeup(made: Makeup, listed: Watchlist) -> str:
    parts = ", ".join(f"{name}: {part.persons:,}" for name, part in made.categories.items())
    return f"{count(listed.counts.persons_submitted, 'person', 'people')}; by category {parts}"


def _dates(listed: Watchlist) -> str:
    dated = sorted(entry.added_at for entry in listed.entries if entry.added_at)
    undated = len(listed.entries) - len(dated)
    if not dated:
        return f"none of {count(undated, 'picture')} has a date"
    return f"the oldest dated picture was added on {dated[0]}; {undated:,} of {len(listed.entries):,} have no date"


def _quality(made: Makeup, listed: Watchlist) -> str:
    submitted, enrolled = listed.counts.persons_submitted, listed.counts.persons_enrolled
    lost = f"{submitted - enrolled} of {submitted} people cannot be found: none of their pictures could be used"
    lost += f" ({share((submitted - enrolled) / submitted)})" if submitted else ""
    if made.eye_px is None:
        return lost
    return f"{lost}; 95 % of pictures have {made.eye_px['p5']:.0f} px or more between the eyes"


def _children(listed: Watchlist, people: Subjects | None) -> str:
    year, known = datetime.now(UTC).year, people.by_id if people else {}
    groups = [known[person].groups(year) for person in listed.submitted if person in known]
    bands = [one["age"] for one in groups if "age" in one]
    if not bands:
        return "nobody's age is recorded, so it cannot be told"
    rest = len(listed.submitted) - len(bands)
    return f"{bands.count(CHILDREN)} of {len(bands)} whose age is recorded are under 18; of {rest} no age is recorded"


def _retention(terms: Terms, listed: Watchlist | None) -> Check:
    question = "How long is what kept, and who deletes it?"
    of_passers = (
        "no picture or template of anybody who passes is written; records of runs stay until somebody deletes them"
    )
    if terms.watchlist is None or listed is None:
        return Check("retention", DATA, question, CheckState.PERSON, of_passers)
    made = summarise(listed.entries, datetime.now(UTC))
    sealed = "sealed" if listed.header.sealed else "not sealed"
    entries = count(len(listed.entries), "entry", "entries")
    of_list = f"the list is {sealed}; {made.never_expiring:,} of {entries} never expire"
    proof = (Proof("watchlists", f"List {terms.watchlist.name}", {"list": terms.watchlist.name}),)
    return Check("retention", DATA, question, CheckState.PERSON, f"{of_list}; {of_passers}", proof)
