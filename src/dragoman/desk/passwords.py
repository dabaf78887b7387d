"""Who may use the desk: a file of names, roles and hashed passwords, one user a line.

ana:coder:scrypt$16384$8$1$<salt>$<hash>
"""

import hashlib
import hmac
import secrets
from pathlib import Path
from typing import Literal, NamedTuple, get_args

Role = Literal["reader", "coder", "admin"]
ROLES: tuple[Role, ...] = get_args(Role)
"""A reader reads and downloads; a coder corrects too, and undoes what is its own; an admin undoes what others did."""

_COST, _BLOCK, _PARALLEL = 2**14, 8, 1
_MEMORY = 64 * 2**20
_SHORTEST = 8


class PasswordFileError(Exception):
    """A password file that cannot be used; the message says which line and why."""


class User(NamedTuple):
    """Somebody who may log in."""

    name: str
    role: Role
    hashed: str


def hash_password(password: str) -> str:
    """The password as the file holds it: scrypt, with a salt of its own. Raises ValueError where it is too short."""
    if len(password) < _SHORTEST:
        raise ValueError(f"a password has at least {_SHORTEST} characters")
    salt = secrets.token_bytes(16)
    return f"scrypt${_COST}${_BLOCK}${_PARALLEL}${salt.hex()}${_scrypt(password, salt, _COST, _BLOCK, _PARALLEL).hex()}"


def _scrypt(password: str, salt: bytes, cost: int, block: int, parallel: int) -> bytes:
    raw = password.encode("utf-8", "surrogatepass")
    return hashlib.scrypt(raw, salt=salt, n=cost, r=block, p=parallel, maxmem=_MEMORY, dklen=32)


def matches(password: str, hashed: str) -> bool:
    """Whether it is the password; takes as long whether it is or not."""
    _, cost, block, parallel, salt, told = hashed.split("$")
    found = _scrypt(password, bytes.fromhex(salt), int(cost), int(block), int(parallel))
    return hmac.compare_digest(found, bytes.fromhex(told))


NOBODY = User("", "reader", f"scrypt${_COST}${_BLOCK}${_PARALLEL}${'00' * 16}${'00' * 32}")
"""Stands for a name that nobody bears, so that looking one up takes as long as for one that somebody does."""


def find_user(users: dict[str, User], name: str, password: str) -> User | None:
    """The user of that name and password."""
    user = users.get(name, NOBODY)
    return user if matches(password, user.hashed) and user is not NOBODY else None


def read_users(path: Path) -> dict[str, User]:
    """The users of a password file, by name; raises PasswordFileError where a line is not one."""
    users = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if line.strip() and not line.startswith("#"):
            user = _read_user(line.strip())
            if user is None or user.name in users:
                raise PasswordFileError(f"{path}, line {number}: not NAME:ROLE:HASH; `dragoman allow` writes one")
            users[user.name] = user
    if not users:
        raise PasswordFileError(f"{path} names nobody; `dragoman allow {path} NAME` adds somebody")
    return users


def _read_user(line: str) -> User | None:
    name, _, rest = line.partition(":")
    role, _, hashed = rest.partition(":")
    if not name or role not in ROLES:
        return None
    try:
        matches("", hashed)
    except ValueError:
        return None
    return User(name, role, hashed)


def write_user(path: Path, user: User) -> None:
    """Put a user into a password file, in place of one of the same name; only its owner can read the file."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    kept = [line for line in lines if not line.startswith(f"{user.name}:")]
    path.touch(mode=0o600)
    path.write_text("\n".join([*kept, f"{user.name}:{user.role}:{user.hashed}", ""]), "utf-8")
