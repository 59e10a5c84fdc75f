"""The configuration of an audit folder, ``zpm-audit.yaml``: typed, with every mistake at its line."""

from zpm_audit.configuration.load import FILE_NAME, Configuration, load_configuration

__all__ = ["FILE_NAME", "Configuration", "load_configuration"]
