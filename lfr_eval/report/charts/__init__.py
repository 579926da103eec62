"""Charts as pure functions of tables; pages and reports show the same ones."""
