"""The graph on a network: a SPARQL endpoint, the catalogue of queries as an API, and pages for people."""
