"""Work that needs no database: ``goldenthread accept``, ``link``, ``evaluate``, ``identifiers`` and ``ledger``."""
