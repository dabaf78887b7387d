"""Bytes in, `RawDocument` or `Problem` out: every input ends as one or the other, or as several of them."""

from dragoman.readers.files import find_inputs
from dragoman.readers.inputs import read_input
from dragoman.readers.process import Readers
from dragoman.readers.streams import Stdin

__all__ = ["Readers", "Stdin", "find_inputs", "read_input"]
