"""The sampler: tables with every type of field."""

from tests.engine.catalog.sampler.fixtures import catalog, samples

__all__ = ["catalog", "samples"]
