"""A real test of the whole chain that anyone can run: photographs from installed packages, real models."""
