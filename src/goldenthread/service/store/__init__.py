"""Nouns kept: the models and their migrations. No rules live here, and only actions import it."""
