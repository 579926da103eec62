"""Results as a notebook shows them: the lines that the command prints, a table of pandas, a chart of Altair.

The libraries of tables and charts are loaded when one is asked for.
"""
