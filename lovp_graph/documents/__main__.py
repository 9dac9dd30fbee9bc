"""`python -m lovp_graph.documents`: the process in which libraries read files."""

from lovp_graph.documents.apart import serve

if __name__ == "__main__":
    serve()
