"""Past turns and interests that bear on a query."""
