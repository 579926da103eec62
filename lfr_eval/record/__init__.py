"""The run directory: what was watched, with which system, and every score that came of it. It is written once.

A *run* is one pass of one system over one source. Its *header* (``run.json``) says what was run and how it ended; its
*tables* (parquet) hold what was seen. While it is being written the directory is called ``<name>.partial`` and holds
closed *parts* of the tables. A run whose header says *running* but whose process is gone is *interrupted*.
"""
