"""Concurrency at a high level: see concurrent.futures."""
