"""The summary of the morning: one content, as text, as a mail and as JSON."""
