"""Many descriptions: what is to be done, what is done already, and one outcome for each."""

from pipeline.batch.destinations import to_output
from pipeline.batch.report import Report
from pipeline.batch.run import Listener, Options, run

__all__ = ["Listener", "Options", "Report", "run", "to_output"]
