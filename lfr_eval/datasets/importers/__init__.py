"""Published data sets, as they unpack, turned into the tables of `lfr_eval.datasets`; one module each."""
