"""The sampler: tables with every type of field."""

from tests.engine.catalog.sampler.fixtures import catalog, sampler_tables, samples

__all__ = ["catalog", "sampler_tables", "samples"]
