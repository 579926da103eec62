"""What is said and drawn of the choice of a threshold."""
