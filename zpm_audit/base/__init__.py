"""What every room stands on: language, errors, files that ship along, YAML with places, pseudonyms."""
