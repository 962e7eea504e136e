"""Reads the theme packs in campaigns/ and checks them."""
