"""Processes: definitions, the planner that compares, the rows that wait, and what runs them."""
