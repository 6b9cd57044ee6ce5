"""Daicho (台帳): a contract ledger that keeps itself."""

__version__ = "0.1.0"
