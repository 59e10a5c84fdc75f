"""The engine: turns checks into lazy plans and runs them. It knows polars, not the Zorgprestatiemodel."""
