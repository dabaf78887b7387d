"""Starting costs little: what is not needed is not loaded. Processor time; help the best of three."""

import resource
import subprocess
import sys

HELP, CODE = 0.6, 8.0
"""Seconds: twice what is promised of a machine with nothing else to do, for tests run beside others."""
HEAVY = "{'spacy', 'onnxruntime', 'polars', 'duckdb', 'trafilatura', 'tokenizers', 'numpy'}"


def _seconds(*arguments: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "dragoman", *arguments], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_help_starts_at_once() -> None:
    assert min(_seconds("--help") for _ in range(3)) < HELP


def test_help_loads_no_model_and_no_table_engine() -> None:
    program = f"import sys\nimport dragoman.cli\nprint(sorted({HEAVY} & sys.modules.keys()))"
    printed = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert printed.stdout.strip() == "[]"


def test_code_starts_soon() -> None:
    assert _seconds("code", "The governor of Lagos said on Monday that the port is open.") < CODE
