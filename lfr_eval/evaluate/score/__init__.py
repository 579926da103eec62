"""Hold run records against truth: rates, groups, thresholds, policies, comparisons. No model runs here."""
