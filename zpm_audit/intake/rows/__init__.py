"""From text to canonical rows: values, keys seen before, what is set aside and counted."""
