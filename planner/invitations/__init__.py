"""Campaigns: who is invited, with which words, approved by whom, sent in which waves."""
