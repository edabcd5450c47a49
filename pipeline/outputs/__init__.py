"""Where projects go: a folder of JSON files, one file of JSON lines, tables, or standard output."""
