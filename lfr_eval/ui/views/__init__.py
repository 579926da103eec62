"""What pages say, as pure functions: records and scores in; sentences, tables and charts out."""
