"""The pipeline: `reload` as plain steps, and the Prefect flows that wrap the same steps for the night."""
