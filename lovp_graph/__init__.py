"""lovp-graph: a knowledge graph of topics, actors and decisions across meetings."""
