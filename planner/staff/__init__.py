"""The people at the desk: accounts, roles, sign-in, and the trail of what was done."""
