"""Work that no screen asks for: management commands and the worker. Each calls actions, and keeps nothing itself."""
