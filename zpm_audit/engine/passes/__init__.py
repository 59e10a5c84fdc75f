"""One pass over a table that judges all its checks together."""
