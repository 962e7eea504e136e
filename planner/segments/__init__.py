"""Who a theme is meant for: criteria as data, turned into SQL and into plain words."""
