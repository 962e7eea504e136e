"""The register of citizens: import, protection marks, and the contacts made."""
