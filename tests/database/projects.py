"""Projects to load, made here: small, and with what a test needs."""
