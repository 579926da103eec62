"""`python -m lfr_eval` is `lfr-eval`."""

from lfr_eval.cli.main import main

if __name__ == "__main__":
    main()
