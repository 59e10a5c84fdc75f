from pathlib import Path


def propose_mapping(export: Path) -> str:
    """Stub."""
    return ""
