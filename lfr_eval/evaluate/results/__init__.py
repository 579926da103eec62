"""What commands answer, as frozen types: programs read fields, and JSON is one way to write them down.

The keys of the JSON are these fields; `lfr-eval schema` prints the JSON Schema, with the line under each field.
"""
