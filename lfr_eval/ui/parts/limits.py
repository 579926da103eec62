"""Limits that a reader holds figures against: typed, or those of a policy file."""

from __future__ import annotations

import streamlit as st

from lfr_eval.evaluate.score.policy import Policy, policies_in, read_policy
from lfr_eval.ui.selection import choice, home, number

TYPED = "typed here"
NO_LIMIT = "0 = no limit"


def choose_limits() -> Policy:
    """Limits on FPIR and TPIR; where the home holds policies, one of them can be taken.

    Raises:
        TableError: The policy is not what it must be.
    """
    files = {home().relative(path): path for path in policies_in(home())}
    first, second, third = st.columns(3)
    with third:
        taken = choice("policy", "Limits", [TYPED, *files]) if files else TYPED
    if taken != TYPED:
        return read_policy(files[taken])
    with first:
        one_in = number("fpir_limit", "False positives: 1 in", 0, min_value=0, step=100, help=NO_LIMIT)
    with second:
        tpir = number(
            "tpir_limit", "Recognised at least", 0.0, min_value=0.0, max_value=0.999, step=0.05, help=NO_LIMIT
        )
    return Policy(fpir=1 / one_in if one_in > 1 else None, tpir=tpir or None)
