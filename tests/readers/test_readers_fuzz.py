"""Every reader, whatever the bytes: arbitrary ones, small valid inputs cut short, and such inputs changed."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.values import RawDocument
from tests.readers.fuzz import NAMES, WHOLE, check, read_bytes

many = settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
names = st.sampled_from(NAMES)


def test_the_whole_inputs_are_read() -> None:
    for whole in WHOLE:
        check(whole, "input")
        assert whole.startswith(b"<urlset") or any(isinstance(one, RawDocument) for one in read_bytes(whole, "input"))


@many
@given(st.binary(max_size=400), names)
def test_arbitrary_bytes(raw: bytes, name: str) -> None:
    check(raw, name)


@many
@given(st.sampled_from(WHOLE), st.floats(0, 1), names)
def test_inputs_cut_short(whole: bytes, share: float, name: str) -> None:
    check(whole[: int(share * len(whole))], name)


@many
@given(
    st.lists(st.sampled_from(WHOLE), min_size=1, max_size=3),
    st.lists(st.tuples(st.integers(0, 700), st.integers(0, 20), st.binary(max_size=6)), max_size=8),
    names,
)
def test_inputs_changed(whole: list[bytes], edits: list[tuple[int, int, bytes]], name: str) -> None:
    raw = b"".join(whole)
    for at, cut, put in edits:
        raw = raw[:at] + put + raw[at + cut :]
    check(raw, name)
