"""The stages as spaCy components, one file each; importing a file registers its factory."""

from typing import Final

FACTORIES: Final = (
    "factsheet_work_packages",
    "factsheet_cities",
    "factsheet_dates",
    "factsheet_counts",
    "factsheet_deliverables",
    "factsheet_links",
)
