"""The demo beside the pages."""
