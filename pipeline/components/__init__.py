"""The stages as spaCy components, one file each; importing a file registers its factory."""

FACTORIES = (
    "factsheet_work_packages",
    "factsheet_cities",
    "factsheet_dates",
    "factsheet_counts",
    "factsheet_deliverables",
    "factsheet_links",
)
