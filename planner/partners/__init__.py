"""Organisations that plan and host together with us."""
