"""`python -m bench`: makes the database and the settings, then hands over to `run`, which Django must be ready for."""

import os
import sys

import django
from django.utils.module_loading import import_string

from bench.database import database
from bench.options import read
from bench.sink import sink

if __name__ == "__main__":
    options = read(sys.argv[1:])
    with database(options.server, options.keep) as url, sink() as port:
        os.environ |= {
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "daicho.config.settings",
            "DAICHO_EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "DAICHO_ENV": "development",
        }
        os.environ.pop("DAICHO_CLOCK", None)
        django.setup()
        import_string("bench.run.run")(options)
