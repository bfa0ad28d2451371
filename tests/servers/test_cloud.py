"""Chroma Cloud by its URL: what its client sends, over TLS, to a server of this machine that stands under its name."""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from penchant.memory.server_index import CLOUD, Address, open_client

URL = f"https://{CLOUD}?tenant=ours&database=penchant"


@dataclass
class Cloud:
    """A server that records what it is asked: (method, path, key)."""

    asked: list[tuple[str, str, str | None]] = field(default_factory=list)
    port: int = 0


@pytest.fixture
def cloud(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cloud]:
    told = Cloud()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append((self.command, self.path, self.headers["x-chroma-token"]))
            body = json.dumps(_answer(self.path)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - the name that http.server looks for

        def log_message(self, *_: Any) -> None:
            pass

    _certify(tmp_path / "pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "pem")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    told.port = server.server_address[1]
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "pem"))
    monkeypatch.setenv("CHROMA_API_KEY", "the-key")
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, port, *_, **__: _found(host, port, told.port))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


def _found(host: Any, port: Any, ours: int) -> list[Any]:
    """Let the cloud's name and TLS's port lead to the server of this machine."""
    assert (host, port) == (CLOUD, 443)
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", ours))]


def _answer(path: str) -> Any:
    if path.endswith("/auth/identity"):
        return {"user_id": "somebody", "tenant": "ours", "databases": ["penchant"]}
    if path.endswith("/heartbeat"):
        return {"nanosecond heartbeat": 1}
    if "/collections" in path:
        return []
    return {"name": path.rpartition("/")[2], "id": "0" * 32, "tenant": "ours"}


def _certify(path: Path) -> None:
    """Write a key and a certificate for the cloud's name, good for an hour."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(hours=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(CLOUD)]), critical=True)
    plain = serialization.NoEncryption()
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )


def test_the_cloud_is_asked_by_tls_with_its_key_for_the_tenant_and_the_database(cloud: Cloud) -> None:
    client = open_client(Address(URL))
    client.heartbeat()
    assert client.list_collections() == []
    assert {key for _, _, key in cloud.asked} == {"the-key"}
    assert any("/tenants/ours/databases/penchant/collections" in path for _, path, _ in cloud.asked)
    assert not [one for one in cloud.asked if one[0] == "POST"], "in the cloud nothing is made unasked"


def test_a_certificate_that_nobody_vouches_for_is_refused(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(Exception, match=r"(?i)certificate|connect"):
        open_client(Address(URL)).heartbeat()
    assert cloud.asked == []


def test_without_a_key_the_cloud_is_not_asked(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CHROMA_API_KEY")
    with pytest.raises(ValueError, match="CHROMA_API_KEY"):
        open_client(Address(URL))
    assert cloud.asked == []
