"""The memory of an audit: which run found what, so that a finding has a life and a series of runs can be proven."""
