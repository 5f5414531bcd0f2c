"""Files that outlive the gateway's process: the day's counts, and the ledger of all commands."""
