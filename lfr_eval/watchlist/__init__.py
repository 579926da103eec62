"""The list of people that a system looks for: submitted, enrolled, stored, and searched exactly.

A *submission* is one image of one person; enrolled, it becomes an *entry* with a template. A *person* has one entry or
more and scores the best of them. A submission that fails to enrol stays on the list, with the reason.
"""
