"""Audiences that staff build, keep and compare."""
