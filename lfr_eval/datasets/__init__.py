"""Who and what is evaluated: the tables that a user writes, and how published data sets become such tables.

Every reader takes a `report`: what to do with a problem. By default the first one is raised; a check hands in
``problems.append`` and learns every problem of a file at once.
"""
