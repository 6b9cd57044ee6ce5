"""Lets `python -m daicho` do what the command `daicho` does."""

from daicho.config.cli import main

main()
