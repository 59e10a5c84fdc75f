"""What is explained of one subject, in the answers that a user gets."""
