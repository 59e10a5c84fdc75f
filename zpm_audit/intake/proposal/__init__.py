"""A first mapping, proposed from what stands in an export."""
