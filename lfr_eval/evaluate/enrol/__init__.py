"""From photographs to templates: watchlists, and what the photographs of a data set say."""
