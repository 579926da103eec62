"""What the register of deployments will hold, and what can be done before it does."""

from lfr_eval.ui.literal import strong

WHAT = "No deployment is on record."
NOW = (
    "Records cannot be brought in yet: the import of the register comes with a later version. Until then, plan on the "
    "page Planner how much testing a deployment needs, and look through its list on the page Watchlists."
)
RECORD = (
    ("When and where", "date, place, begin and end, kind of deployment, number of cameras"),
    ("System", "threshold, size of the watchlist and where it came from"),
    ("What the system did", "faces seen, alerts"),
    ("What came of it", "alerts that were right, wrong or never confirmed; interventions; arrests or other outcomes"),
    ("By group", "false and true alerts by sex and ethnicity, as far as they are recorded"),
)
READING = (
    "Each deployment will be shown by both denominators: false alerts per face seen, and false alerts per alert. With "
    "none in n faces the rate can still be as high as about 3 in n. What was never confirmed widens the figure; it "
    "is not left out."
)


def record() -> list[str]:
    """What a record will hold, a line each."""
    return [f"{strong(name)}: {fields}." for name, fields in RECORD]
