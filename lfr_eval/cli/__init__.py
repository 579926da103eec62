"""The command line: one file per command, each a thin mapping to one library call."""
