"""An application for tests only: tables with every type of field. Its tables are made by a fixture, not by migrations."""
