"""The post office below everyone: the ledger, what stops a letter, the channels it leaves by."""
