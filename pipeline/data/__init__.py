"""Data that ships with the package, and its builders."""

CREDIT = "Places: GeoNames (https://www.geonames.org), CC BY 4.0"
"""What the licence of the places asks to be said where they are published."""
