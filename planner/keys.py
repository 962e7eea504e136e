"""Keyed hashes that stand for people, and the signed tokens in links. Pure: one secret in, text out."""

import base64
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

TOKEN_VERSION = "1"  # noqa: S105 - the first part of every token, no secret
HASH_CHARACTERS = 22


def fresh_id() -> str:
    """Return a random public id: 128 bits, 22 characters of base64url."""
    return _text(secrets.token_bytes(16))


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


@dataclass(frozen=True)
class Keys:
    """All that is derived from the installation's secret; purposes never share a key."""

    secret: str

    def subject(self, person_id: str) -> str:
        """Return the keyed hash that stands for a person in the post office; it survives erasure and re-import."""
        return self._hash(b"subject", person_id)

    def subjects(self, person_ids: Iterable[str]) -> list[str]:
        """Return `subject` of each, in their order; half as long for many."""
        keyed = blake2b(key=self._key, person=b"subject", digest_size=16)
        digests = []
        for person_id in person_ids:
            own = keyed.copy()
            own.update(person_id.encode())
            digests.append(own.digest())
        # Two bytes of zero fill each hash up to whole groups of base64, so that one call writes them all.
        written = base64.urlsafe_b64encode(b"".join([digest + b"\0\0" for digest in digests])).decode("ascii")
        return [written[at:at + HASH_CHARACTERS] for at in range(0, len(written), 24)]

    def address(self, email: str) -> str:
        """Return the keyed hash of a mail address, after trimming and lower-casing."""
        return self._hash(b"address", email.strip().lower())

    def token(self, purpose: str, value: str) -> str:
        """Return the token of a link: `1.VALUE.MAC`. `value` is itself random or a keyed hash, 22 characters."""
        return f"{TOKEN_VERSION}.{value}.{self._hash(purpose.encode(), value)}"

    def opened(self, purpose: str, token: str) -> str | None:
        """Return the value inside a token made for `purpose`, or None if it is not one of ours."""
        version, _, rest = token.partition(".")
        value, _, mac = rest.partition(".")
        if version != TOKEN_VERSION or len(value) != HASH_CHARACTERS:
            return None
        expected = self._hash(purpose.encode(), value)
        return value if hmac.compare_digest(mac.encode(), expected.encode()) else None

    @cached_property
    def _key(self) -> bytes:
        return blake2b(self.secret.encode(), digest_size=32).digest()

    def _hash(self, purpose: bytes, text: str) -> str:
        return _text(blake2b(text.encode(), key=self._key, person=purpose[:16], digest_size=16).digest())
