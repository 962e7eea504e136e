"""The words of the interface: English in the code, one catalogue per other language here."""
