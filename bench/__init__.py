"""Measures Daicho on PostgreSQL, each figure beside its floor: the same work in bare SQL, COPY or SMTP. Tests nothing."""
