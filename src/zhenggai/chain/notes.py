"""Signed notes as C2SP `signed-note` has them, with Ed25519 keys: text, an empty line, one line per signature."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from zhenggai.chain.base64_strict import decode, encode
from zhenggai.chain.errors import Malformed, Mismatch

ED25519 = b"\x01"
KEY_BYTES = 32
ID_BYTES = 4
SIGNATURE_BYTES = 64
LONGEST_NOTE = 1_000_000
MOST_SIGNATURES = 100
_NAME = re.compile(r"[^\s+\x00-\x1f\x7f]{1,200}")
_SIGNATURE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/=]+)")


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key with the name it signs under; `str` gives the form that is handed around."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        """Four bytes that tell keys of one name apart."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:ID_BYTES]

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{encode(ED25519 + self.public)}"


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key with the name it signs under."""

    name: str
    seed: bytes

    def __repr__(self) -> str:
        return f"Signer(name={self.name!r})"

    @property
    def verifier(self) -> Verifier:
        """The key that others check with."""
        return Verifier(self.name, Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw())

    def secret_text(self) -> str:
        """The key as its file keeps it."""
        return f"PRIVATE+KEY+{self.name}+{self.verifier.id.hex()}+{encode(ED25519 + self.seed)}"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: under which name, by which key, over the note's text."""

    name: str
    id: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A text, ending in a line break, with its signatures."""

    text: str
    signatures: tuple[Signature, ...]


def sign(text: str, signer: Signer) -> str:
    """The signed note over a text that ends in a line break."""
    made = Ed25519PrivateKey.from_private_bytes(signer.seed).sign(text.encode("utf-8"))
    return f"{text}\n— {signer.name} {encode(signer.verifier.id + made)}\n"


def parse_note(data: str) -> Note:
    """The parts of a signed note.

    :raises Malformed: where it is none.
    """
    text, parted, tail = data.rpartition("\n\n")
    lines = tail.split("\n")
    if not parted or lines[-1] != "" or not 2 <= len(lines) <= MOST_SIGNATURES + 1 or len(data) > LONGEST_NOTE:
        raise Malformed("这不是一份签了名的存证点：应当是正文、一个空行、签名。")
    if any(ord(character) < 0x20 and character != "\n" for character in data):
        raise Malformed("存证点里有不该有的控制字符。")
    return Note(text + "\n", tuple(_signature(line) for line in lines[:-1]))


def verify_note(note: Note, verifier: Verifier) -> None:
    """Return when the key signed the note; signatures of others, such as witnesses, are left alone.

    :raises Mismatch: when it did not.
    """
    own = [one for one in note.signatures if (one.name, one.id) == (verifier.name, verifier.id)]
    if not own:
        raise Mismatch("存证点不是用这个公钥（$name）签的。", name=verifier.name)
    try:
        public = Ed25519PublicKey.from_public_bytes(verifier.public)
        for one in own:
            public.verify(one.signature, note.text.encode("utf-8"))
    except (InvalidSignature, ValueError) as fault:
        raise Mismatch("存证点的签名不对：内容或签名被改过。") from fault


def make_signer(name: str, seed: bytes) -> Signer:
    """A signer under a name, of 32 random bytes.

    :raises Malformed: for a name with blanks or plus signs, or another number of bytes.
    """
    if not _NAME.fullmatch(name) or len(seed) != KEY_BYTES:
        raise Malformed("密钥的名称不能有空格和加号。")
    return Signer(name, seed)


def parse_verifier(text: str) -> Verifier:
    """The public key in its handed-around form `name+id+key`.

    :raises Malformed: where it is none.
    """
    name, key_id, key = _three_parts(text, "公钥写得不对：应当形如 名称+8位编号+一段base64。")
    verifier = Verifier(name, key)
    if verifier.id.hex() != key_id:
        raise Malformed("公钥写得不对：编号与内容不符，请重新复制整行。")
    return verifier


def parse_signer(text: str) -> Signer:
    """The private key as its file keeps it.

    :raises Malformed: where it is none.
    """
    marker = "PRIVATE+KEY+"
    if not text.startswith(marker):
        raise Malformed("存证密钥文件不是一个私钥。")
    name, key_id, seed = _three_parts(text.removeprefix(marker), "存证密钥文件不是一个完整的私钥。")
    signer = make_signer(name, seed)
    if signer.verifier.id.hex() != key_id:
        raise Malformed("存证密钥文件不是一个完整的私钥。")
    return signer


def _three_parts(text: str, sentence: str) -> tuple[str, str, bytes]:
    parts = text.split("+", 2)
    if len(parts) != 3 or not _NAME.fullmatch(parts[0]):
        raise Malformed(sentence)
    key = decode(parts[2], length=KEY_BYTES + 1)
    if key[:1] != ED25519:
        raise Malformed(sentence)
    return parts[0], parts[1], key[1:]


def _signature(line: str) -> Signature:
    found = _SIGNATURE.fullmatch(line)
    if found is None:
        raise Malformed("存证点的签名行写得不对。")
    data = decode(found[2])
    if len(data) <= ID_BYTES:
        raise Malformed("存证点的签名行写得不对。")
    return Signature(found[1], data[:ID_BYTES], data[ID_BYTES:])
