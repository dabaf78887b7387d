"""Bytes in, `RawDocument` or `Problem` out: every input ends as one or the other, or as several of them."""

from dragoman.readers.inputs import Stdin, find_inputs, read_input

__all__ = ["Stdin", "find_inputs", "read_input"]
