"""Verbs allowed: what people decide about links between records, what follows from it, and who has to be told."""
