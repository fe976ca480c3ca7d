"""The Django project: nouns kept in `store`, verbs in `actions`, screens in `portal`, work in `jobs`."""
