"""Examples that run: the demonstration area."""
