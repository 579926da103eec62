"""Where the rooms of floor 1 meet: enrol, watch, score, annotate, demo.

One library call per job; the command line only maps them.
"""
