"""The program as a shell starts it: `lovp-graph`, or `python -m lovp_graph.cli`."""

from lovp_graph.cli import main
from lovp_graph.interrupts import end_at_ctrl_c


def run() -> None:
    """Run it. Before and after a command Python would print where Ctrl-C came, so there the program just ends by it."""
    end_at_ctrl_c()
    main()


if __name__ == "__main__":
    run()
