"""spaCy is imported without its command line, which is there when it is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("import sys, pipeline.extractor; assert 'spacy.cli' not in sys.modules", id="left out"),
        pytest.param(
            "import pipeline.extractor, spacy; assert spacy.info(silent=True)['spacy_version']", id="info"
        ),
        pytest.param(
            "import pipeline.extractor; from spacy.cli import app, info; assert callable(info)", id="cli"
        ),
        pytest.param(
            "import spacy, pipeline.extractor; from spacy.cli import info; assert spacy.info is info",
            id="imported before",
        ),
        pytest.param("import gc, pipeline.extractor; assert gc.isenabled()", id="collector"),
    ],
)
def test_in_a_new_process(code):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
