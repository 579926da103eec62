"""The one room of words, tables and pictures, a file or folder a subject: results in; what people read out.

It reads records and results and measures nothing; terminal, pages and files all take theirs from here.
"""
