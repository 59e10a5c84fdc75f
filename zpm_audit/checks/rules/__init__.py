"""What a check must satisfy beyond its shape, before anything runs."""
