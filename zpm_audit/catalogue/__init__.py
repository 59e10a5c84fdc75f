"""The catalogue as a whole: loaded strictly, proven by its cases, laid beside its norms, explained."""
