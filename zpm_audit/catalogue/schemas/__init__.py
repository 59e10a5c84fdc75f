"""JSON Schemas of the files that people write, so that an editor completes and checks them."""
