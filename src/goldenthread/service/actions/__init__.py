"""Verbs allowed: every way to read or change what is kept. Each decides, does and writes it down, or does nothing."""
