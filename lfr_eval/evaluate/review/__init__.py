"""A deployment review: its terms, the evidence that is held against them, and the checklist that answers itself.

`review` makes a review of its entries; `hold` holds runs against its terms; `evidence` finds again what it rests on;
`coverage` says what that evidence does not reach; `before` and `after` are the two checklists; `currency` says what has
changed since a decision.
"""
