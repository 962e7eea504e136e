"""Events, where and when they are, and their calendar files."""
