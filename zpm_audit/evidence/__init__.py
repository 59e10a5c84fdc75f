"""Proof that stands up to intent: outputs that agree, a signature, a time stamp, and a package to re-perform from."""
