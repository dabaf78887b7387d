"""A place of objects at an address that fsspec understands: `s3://bucket/record`, `file:///mnt/share/record`."""

import contextlib
import os
import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from itertools import batched
from pathlib import Path
from typing import Any

_STORES = frozenset({"memory", "s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oss", "oci"})
"""What puts a whole object in one step; elsewhere one is written beside its place and moved there."""
_AT_A_TIME = 32
_PART = ".part"
_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]+):/+(.*)", re.S)


class AddressError(Exception):
    """An address that cannot be reached: no such kind of place, or no package for it."""


def find_address(place: Path | str) -> str | None:
    """The address that is meant, if any: a Path has lost a slash of it."""
    found = _ADDRESS.fullmatch(str(place))
    if found is None:
        return None
    kind, rest = found.groups()
    return f"{kind}:///{rest}" if kind in ("file", "local") else f"{kind}://{rest}"


def name_place(place: Path | str) -> str:
    """A folder or an address as its user wrote it."""
    return find_address(place) or str(place)


def _link(path: Path, content: bytes) -> bool:
    """Put a file where there is none, in one step: of two that try at once, on whatever machines, one does. Where the
    file system knows no links, it is looked for first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{uuid.uuid4().hex}{_PART}")
    try:
        part.write_bytes(content)
        os.link(part, path)
    except FileExistsError:
        return False
    except OSError:
        if path.exists():
            return False
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return True


class Objects:
    """The objects under one address, by their names below it. Whatever a store fails with is an OSError that names the
    address: no credentials, nobody there, no such bucket."""

    def __init__(self, address: str) -> None:
        from fsspec.core import url_to_fs
        from fsspec.implementations.local import LocalFileSystem

        self.address = address.rstrip("/")
        try:
            self.files, root = url_to_fs(self.address)
        except (ImportError, ValueError) as error:
            raise AddressError(f"{address}: {error}") from None
        self.root = str(root).rstrip("/")
        self.on_disk = isinstance(self.files, LocalFileSystem)
        protocols = self.files.protocol
        self.in_one_step = bool(_STORES.intersection([protocols] if isinstance(protocols, str) else protocols))

    def _path(self, name: str) -> str:
        return f"{self.root}/{name}"

    @contextlib.contextmanager
    def _reach(self, *awaited: type[OSError]) -> Iterator[None]:
        try:
            yield
        except awaited:
            raise
        except Exception as error:  # each store has its own kinds
            told = error.strerror if isinstance(error, OSError) else None
            raise OSError(f"{self.address}: {told or error or type(error).__name__}") from error

    def list(self) -> dict[str, int]:
        """Every object and its size; what a crash left half written is none."""
        self.files.invalidate_cache()
        try:
            with self._reach(FileNotFoundError):
                found: dict[str, Any] = self.files.find(self.root, detail=True)
        except FileNotFoundError:
            return {}
        sizes = {path[len(self.root) + 1 :]: int(about["size"]) for path, about in found.items()}
        return {name: size for name, size in sorted(sizes.items()) if not name.endswith(_PART)}

    def read(self, names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """The objects of these names, some at a time."""
        for some in batched(names, _AT_A_TIME):
            paths = [self._path(name) for name in some]
            with self._reach():
                found = self.files.cat(paths)
            yield from zip(some, (found[path] for path in paths), strict=True)

    def read_if_there(self, name: str) -> bytes | None:
        """One object; None where it is not."""
        try:
            with self._reach(FileNotFoundError):
                content: bytes = self.files.cat_file(self._path(name))
        except FileNotFoundError:
            return None
        return content

    def put(self, name: str, content: bytes) -> None:
        """Put an object in its place in one step."""
        path = self._path(name)
        with self._reach():
            if self.in_one_step:
                self.files.pipe_file(path, content)
                return
            self.files.makedirs(path.rpartition("/")[0], exist_ok=True)
            self.files.pipe_file(path + _PART, content)
            self.files.mv(path + _PART, path)

    def create(self, name: str, content: bytes) -> bool:
        """Put an object where there is none; False where there is one."""
        path = self._path(name)
        self.files.invalidate_cache()
        if self.on_disk:
            return _link(Path(path), content)
        if not self.in_one_step:
            with self._reach():
                there = self.files.exists(path)
            if not there:
                self.put(name, content)
            return not there
        try:
            with self._reach(FileExistsError):
                self.files.pipe_file(path, content, mode="create")
        except FileExistsError:
            return False
        return True

    def remove(self, names: Sequence[str]) -> None:
        """Take objects away; those that are not there are no fault."""
        for name in names:
            with contextlib.suppress(FileNotFoundError), self._reach(FileNotFoundError):
                self.files.rm_file(self._path(name))
