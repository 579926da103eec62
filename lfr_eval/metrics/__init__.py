"""Pure statistics: arrays in, values out; no files and no clock. It imports only `lfr_eval.core`."""
