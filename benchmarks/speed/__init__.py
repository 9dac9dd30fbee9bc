"""How fast lovp-graph is, how much memory it takes, and how both grow; see `__main__` for how to run it."""
