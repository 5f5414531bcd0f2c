"""What outlives the gateway's run on disk: the day's counts, and the ledger of all commands."""
