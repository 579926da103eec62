"""What is said and drawn of groups of people."""
