"""The Prefect server that duban starts beside its own process."""
