"""Programs for developers; run them with `make` or `python -m scripts.NAME`."""
