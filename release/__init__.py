"""A release of lovp-graph: `make release` writes all its files to dist/, the same bytes every time.

This needs what develops lovp-graph (hatchling, cyclonedx), so it stands beside the package and is no part of it.
"""
