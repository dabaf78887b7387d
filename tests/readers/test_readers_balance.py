"""In a run every input ends as a document or a failure; what is no page in an archive is counted apart."""

import sys
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "engines"))


def test_promise_10_what_is_no_page_is_counted_and_no_failure(tmp_path: Path) -> None:
    from dragoman.engines.runs import read_into
    from dragoman.settings import Settings
    from dragoman.store.tables import Counts
    from dragoman.store.verify import verify

    with zipfile.ZipFile(tmp_path / "saved.zip", "w") as archive:
        archive.writestr("1.txt", "Arland struck Borduria near Zell")
        archive.writestr("2.png", b"\x89PNG\r\n")
        archive.writestr("3.txt", b"")
    (tmp_path / "4.txt").write_text("Arland helped Borduria")
    inputs = [str(tmp_path / "saved.zip"), str(tmp_path / "4.txt"), str(tmp_path / "5.txt")]
    done = read_into(tmp_path / "record", inputs, Settings(), build="fake_flow:build")
    assert done.counts == Counts(added=2, failed=2, passed=1)
    assert sorted(one.stage for one in done.failures) == ["no page", "read", "read"]
    assert verify(tmp_path / "record").faults == ()
