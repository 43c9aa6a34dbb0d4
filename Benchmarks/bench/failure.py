"""The one error that ends a benchmark."""


class BenchmarkError(Exception):
    """Says what was wrong and what to do."""
