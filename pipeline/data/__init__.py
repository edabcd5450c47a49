"""Data that ships with the package, and its builders."""
