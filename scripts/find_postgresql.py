"""Prints the address of a PostgreSQL server on which tests may make their databases, or nothing and says so on stderr.

DATABASE_URL_TEST_PG names one; otherwise a server on 127.0.0.1:5432 that lets the user postgres in is taken.
"""

import os
import sys

import psycopg

LOCAL = "postgresql://postgres@127.0.0.1:5432/postgres"


def answers(url: str) -> bool:
    """Whether a server answers there within two seconds."""
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.Error:
        return False
    return True


def main() -> int:
    """Print the address. A named server that does not answer is an error (2), no local server is not."""
    named = os.environ.get("DATABASE_URL_TEST_PG", "")
    if named and not answers(named):
        sys.stderr.write(f"DATABASE_URL_TEST_PG: no PostgreSQL answers at {named.rpartition('@')[2]}.\n")
        return 2
    if named or answers(LOCAL):
        print(named or LOCAL)
    else:
        sys.stderr.write(
            "NOT RUN: the tests on PostgreSQL. No server answers on 127.0.0.1:5432; set DATABASE_URL_TEST_PG.\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
