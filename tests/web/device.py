"""A device that keeps one passkey, in software: what a phone or a USB key does, without either."""

from __future__ import annotations

import json
import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

HOST = "localhost"
FLAG = AuthenticatorData.FLAG


class Device:
    """Makes and shows a passkey. `verifies` tells whether it asks for a finger; `origin` is where it believes to be."""

    def __init__(self, *, verifies: bool = True, origin: str = f"http://{HOST}") -> None:
        self.verifies, self.origin = verifies, origin
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = os.urandom(32)
        self.user = ""
        self.count = 0

    def create(self, options: dict) -> str:
        """Answer the wish for a new passkey."""
        wish = options["publicKey"]
        self.user = wish["user"]["id"]
        client = self._client(CollectedClientData.TYPE.CREATE, wish["challenge"])
        key = AttestedCredentialData.create(
            b"\0" * 16, self.credential_id, ES256.from_cryptography_key(self.key.public_key())
        )
        made = AttestationObject.create("none", self._data(FLAG.AT, key), {})
        told = {
            "clientDataJSON": websafe_encode(client),
            "attestationObject": websafe_encode(made),
            "transports": ["usb"],
        }
        return self._credential(told, {"credProps": {"rk": True}})

    def show(self, options: dict) -> str:
        """Answer the wish for proof."""
        client = self._client(CollectedClientData.TYPE.GET, options["publicKey"]["challenge"])
        data = self._data(FLAG(0))
        signature = self.key.sign(data + sha256(client), ec.ECDSA(hashes.SHA256()))
        told = {
            "clientDataJSON": websafe_encode(client),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
            "userHandle": self.user,
        }
        return self._credential(told, {})

    def _client(self, kind: CollectedClientData.TYPE, challenge: str) -> CollectedClientData:
        return CollectedClientData.create(kind, challenge, self.origin)

    def _data(self, flags: FLAG, key: AttestedCredentialData | bytes = b"") -> AuthenticatorData:
        self.count += 1
        flags |= FLAG.UP | (FLAG.UV if self.verifies else FLAG(0))
        return AuthenticatorData.create(sha256(HOST.encode()), flags, self.count, key)

    def _credential(self, response: dict, extensions: dict) -> str:
        name = websafe_encode(self.credential_id)
        facts = {"id": name, "rawId": name, "type": "public-key", "response": response}
        return json.dumps({**facts, "clientExtensionResults": extensions})
