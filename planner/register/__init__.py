"""Taking the municipality's register in: what a file may hold, and what becomes of its rows."""
