"""What MAIL_URL may say, and how a mail server lets us in or does not."""

import datetime as dt
import shutil
import socket
import ssl
from collections.abc import Callable, Iterator
from dataclasses import replace
from email import message_from_bytes
from ipaddress import ip_address
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as Peer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from flask import Flask
from sqlalchemy.orm import Session

from planner.config import SettingError, Settings
from planner.delivery.channels import open_channel
from planner.delivery.channels.contract import ChannelDownError, sender_of
from planner.delivery.channels.smtp_server import server_of
from planner.delivery.worker import Worker
from tests.conftest import make_settings
from tests.delivery.make import NOW, posted, row_of, states
from tests.delivery.smtp_server import PostOffice


@pytest.fixture
def settings(migrated_file: Path, tmp_path: Path) -> Settings:
    """One database is enough here: what is tested is the way out; the ledger's own tests run on both."""
    shutil.copy(migrated_file, tmp_path / "planner.db")
    return make_settings(tmp_path)


def deliver(settings: Settings, mail_url: str) -> None:
    Worker(replace(settings, mail_url=mail_url), clock=lambda: NOW).work_until_idle()


@pytest.mark.parametrize(
    "mail_url",
    [
        "",
        "sendgrid:",
        "imap://host",
        "smtp:",
        "smtp://",
        "smtp://host:99999",
        "smtp://host:0",
        "smtp://host/path",
        "smtp://host?tls=maybe",
        "smtp://host?connections=0",
        "smtp://host?connections=many",
        "smtp://host?retries=3",
        "smtp://host?tls",
        "smtp://user@host",
        "smtp://:password@host",
        "smtp://user:password@host",
        "smtp://[::1",
        "maildir:",
        "maildir://host/folder",
    ],
)
def test_a_mail_url_that_cannot_be_understood_is_refused_in_one_line(tmp_path: Path, mail_url: str) -> None:
    settings = Settings("", "", True, 0, mail_url, "example.org", "", "", "", tmp_path)
    with pytest.raises(SettingError, match=r"^MAIL_URL[^\n]+$"):
        open_channel(settings)


def test_a_mail_url_says_where_and_how(tmp_path: Path) -> None:
    settings = Settings(
        "", "", True, 0, "smtp://ane:p%40ss@[::1]:2525?tls=starttls&connections=8", "127.0.0.1", "", "", "", tmp_path
    )
    server = server_of(settings)
    assert (server.host, server.port, server.user, server.password) == ("::1", 2525, "ane", "p@ss")
    assert (server.tls, server.connections, server.helo) == ("starttls", 8, "[127.0.0.1]")
    assert "p@ss" not in repr(server)


@pytest.mark.parametrize(("query", "port"), [("", 25), ("?tls=starttls", 587), ("?tls=implicit", 465)])
def test_a_port_need_not_be_named(tmp_path: Path, query: str, port: int) -> None:
    assert server_of(Settings("", "", True, 0, f"smtp://mail{query}", "example.org", "", "", "", tmp_path)).port == port


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that vouches for itself, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(1))
        .not_valid_after(now + dt.timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "certificate.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return file


@pytest.fixture
def encrypting(certificate: Path) -> Iterator[PostOffice]:
    """A mail server that offers STARTTLS."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    with PostOffice(tls=context) as server:
        yield server


def test_letters_travel_encrypted_when_the_certificate_is_trusted(
    app: Flask,
    settings: Settings,
    session: Session,
    encrypting: PostOffice,
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    posted(session, *(f"citizen-{number}" for number in range(20)))
    deliver(settings, f"smtp://ane:secret@127.0.0.1:{encrypting.port}?tls=starttls")
    assert set(states(session).values()) == {"accepted"}
    assert encrypting.seen["AUTH"] == 4


def test_an_untrusted_certificate_stops_the_mail_and_burns_no_letter(
    app: Flask,
    settings: Settings,
    session: Session,
    encrypting: PostOffice,
) -> None:
    posted(session, "ane")
    with pytest.raises(ChannelDownError, match="a certificate that cannot be trusted"):
        deliver(settings, encrypting.url + "?tls=starttls")
    assert (row_of(session).state, row_of(session).attempts) == ("queued", 0)


def refusing(phase: str, reply: str) -> Callable[[str, str], str | None]:
    return lambda at, _recipient: reply if at == phase else None


@pytest.mark.parametrize(
    ("phase", "reply", "query", "says"),
    [
        ("AUTH", "535 5.7.8 no", "", "refuses our user name and password: 535"),
        ("connect", "421 4.3.2 busy", "", "does not let us in: 421 4.3.2 busy"),
        ("connect", "554 5.7.1 go away", "", "does not let us in: 554"),
        ("EHLO", "550 5.7.1 no", "", "does not offer the encryption or the sign-in"),
        ("EHLO", "250 bare", "?tls=starttls", "does not offer the encryption"),
    ],
)
def test_a_server_that_does_not_let_us_in_burns_no_letter(
    app: Flask,
    settings: Settings,
    session: Session,
    server: PostOffice,
    phase: str,
    reply: str,
    query: str,
    says: str,
) -> None:
    server.script = refusing(phase, reply)
    posted(session, "ane")
    with pytest.raises(ChannelDownError, match=says):
        deliver(settings, f"smtp://ane:secret@127.0.0.1:{server.port}{query}")
    assert (row_of(session).state, row_of(session).attempts) == ("queued", 0)


def test_a_server_that_is_not_there_burns_no_letter(app: Flask, settings: Settings, session: Session) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        posted(session, "ane")
        with pytest.raises(ChannelDownError, match="cannot be reached: Connection refused"):
            deliver(settings, f"smtp://127.0.0.1:{taken.getsockname()[1]}")
    assert (row_of(session).state, row_of(session).attempts) == ("queued", 0)


def test_a_worker_waits_for_its_mail_server_and_says_so_once(
    app: Flask,
    settings: Settings,
    session: Session,
    server: PostOffice,
    caplog: pytest.LogCaptureFixture,
) -> None:
    server.script = refusing("connect", "421 4.3.2 busy")
    posted(session, "ane")
    worker = Worker(replace(settings, mail_url=server.url), clock=lambda: NOW)
    for _ in range(5):
        worker.do_due_patiently()
    assert server.seen["connect"] == 1
    assert [record.getMessage().partition(".")[0] for record in caplog.records] == ["The mail server 127"]


class Received:
    """What aiosmtpd took in: an implementation that is not ours, as oracle."""

    def __init__(self) -> None:
        self.mails: dict[str, bytes] = {}

    async def handle_DATA(self, _server: SMTP, _peer: Peer, envelope: Envelope) -> str:
        (recipient,) = envelope.rcpt_tos
        self.mails[recipient] = envelope.original_content or b""
        return "250 OK"


def test_a_server_we_did_not_write_takes_the_same_letters(app: Flask, settings: Settings, session: Session) -> None:
    whom = [f"citizen-{number}" for number in range(30)]
    posted(session, *whom)
    received = Received()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(received, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        deliver(settings, f"smtp://127.0.0.1:{port}?connections=2")
    finally:
        controller.stop()
    assert received.mails.keys() == {f"{one}@example.org" for one in whom}
    assert {message_from_bytes(mail)["Message-ID"] for mail in received.mails.values()} == {
        row_of(session, one).message_id for one in whom
    }


def test_the_envelope_is_signed_by_who_the_letter_is_from() -> None:
    assert sender_of(b"From: =?utf-8?B?eA==?=\r\n <kom@example.org>\r\nTo: <b@example.org>\r\n") == b"kom@example.org"
    assert sender_of(b"To: <b@example.org>\r\nFrom: kom@example.org\r\n\r\n") == b"kom@example.org"
    assert sender_of(b"Subject: none\r\n\r\n") is None
