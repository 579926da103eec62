"""Figures and words for readers. It reads records and scores; it measures nothing."""
