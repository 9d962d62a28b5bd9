"""The Prefect flows. They wrap the steps of `duban.pipeline`; nothing else in the project imports Prefect."""
