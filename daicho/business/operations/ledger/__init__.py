"""Reading a company's own contract ledger from a workbook: which column is which, and what each row says. No database."""
