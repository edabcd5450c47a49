"""One file a command: its options, what it says, its exit status; the work is done elsewhere."""
