"""The front door: one call per job, for notebooks, programs and the command line alike.

Paths are seen from where you are, else from the home (`LFR_EVAL_HOME`, or the current folder). Runs go by their name or
id, the start of one, ``latest``, or a path. Whatever is wrong with what was given is an `lfr_eval.core.errors.LfrError`
of one line: what was expected, what was found, what to do. What a job needs is loaded when it is called.
"""
