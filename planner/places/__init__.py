"""Where things happen: the municipality, its places and rooms, and who the sender is."""
