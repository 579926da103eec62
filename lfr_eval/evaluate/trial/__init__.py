"""A live trial: a worker watches, a page draws its latest snapshot, and what is left is a record without faces.

- `snapshot` what can be seen at a moment, with everybody hidden who is not listed
- `worker` the thread that owns source and models
- `running` the trials of this process, which end before it does
- `passes` walks of known people, marked while it runs, and the score that comes of them
- `stills` a list made of stills in memory
"""
