"""Where the rooms of floor 1 meet: a folder a job, and `results`, the types of what comes of them.

`enrol`, `watch`, `score`, `search`, `verify`, `plan`, `alerts`, `review`, `live`, `demo`, `bench`: one library call per
job; the command line only maps them.
"""
