"""The parts of the page of live trials."""
