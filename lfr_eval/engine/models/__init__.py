"""Model packs: where their files are, whether they are intact, and how they run."""
