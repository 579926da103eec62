"""Open-set identification (1:N) on labelled photographs."""
