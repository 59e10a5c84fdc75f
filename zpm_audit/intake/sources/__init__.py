"""Where rows come from: files in their formats, and databases."""
