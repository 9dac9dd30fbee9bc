"""`python -m lovp_graph.cli`."""

from lovp_graph.cli import main

if __name__ == "__main__":
    main()
