"""Verification (1:1) of labelled photographs."""
