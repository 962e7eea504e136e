"""A mail server's address (MAIL_URL), and how to be let in by it."""

import smtplib
import ssl
from dataclasses import dataclass, field
from ipaddress import ip_address
from socket import IPPROTO_TCP, TCP_NODELAY, socket
from urllib.parse import parse_qsl, unquote, urlsplit

from planner.config import SettingError, Settings
from planner.delivery.channels.contract import ChannelDownError
from planner.delivery.rules import told

DIALOGUE_S = 30.0
FORM = "smtp://[user:password@]host:port[?tls=starttls|implicit&connections=4]"
MOST_CONNECTIONS = 64
DEFAULT_PORTS = {"": 25, "starttls": 587, "implicit": 465}


@dataclass(frozen=True)
class Server:
    """Where a mail server is and how to speak to it. `tls` is "", "starttls" or "implicit"."""

    host: str
    port: int
    helo: str
    user: str = ""
    password: str = field(default="", repr=False)
    tls: str = ""
    connections: int = 4

    def __str__(self) -> str:
        return f"The mail server {self.host}:{self.port}"


def server_of(settings: Settings) -> Server:
    """Return the server MAIL_URL names; raises SettingError. A password goes to another machine over TLS only."""
    try:
        parts = urlsplit(settings.mail_url)
        host, port = parts.hostname, parts.port
        options = dict(parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query)))
    except ValueError as error:
        raise SettingError(f"MAIL_URL must look like {FORM}") from error
    tls, connections = options.pop("tls", ""), options.pop("connections", "4")
    if not host or port == 0 or parts.path not in ("", "/") or parts.fragment or options or tls not in DEFAULT_PORTS:
        raise SettingError(f"MAIL_URL must look like {FORM}")
    if not connections.isdecimal() or not 1 <= int(connections) <= MOST_CONNECTIONS:
        raise SettingError(f"MAIL_URL: connections must be a number from 1 to {MOST_CONNECTIONS}")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise SettingError("MAIL_URL names a user without a password, or a password without a user")
    if password and not tls and not _is_this_machine(host):
        raise SettingError("MAIL_URL has a password but no tls: add ?tls=starttls or ?tls=implicit")
    helo = _domain_or_literal(settings.reply_domain)
    return Server(host, port or DEFAULT_PORTS[tls], helo, user, password, tls, int(connections))


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _domain_or_literal(host: str) -> str:
    """Return what we call ourselves at EHLO; an address stands in brackets (RFC 5321, 4.1.3)."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    return f"[{host}]" if address.version == 4 else f"[IPv6:{host}]"


def let_in(server: Server) -> tuple[socket, bool]:
    """Return a socket that has been greeted, encrypted and signed in, and whether it takes commands in a row.

    Raises ChannelDownError.
    """
    smtp: smtplib.SMTP | None = None
    try:
        smtp = _greeted(server)
        smtp.ehlo_or_helo_if_needed()
        if server.tls == "starttls":
            smtp.starttls(context=ssl.create_default_context())
            smtp.ehlo()
        if server.user:
            smtp.login(server.user, server.password)
    except (OSError, smtplib.SMTPException) as error:  # SMTPException is an OSError too; both named for the reader
        if smtp is not None:
            smtp.close()
        raise ChannelDownError(f"{server} {_what_went_wrong(error)}") from error
    sock = smtp.sock
    assert sock is not None
    sock.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)  # a dot must not wait for the network to make up a full packet
    if smtp.file is not None:
        smtp.file.close()
    return sock, smtp.has_extn("pipelining")


def _greeted(server: Server) -> smtplib.SMTP:
    if server.tls == "implicit":
        return smtplib.SMTP_SSL(server.host, server.port, server.helo, timeout=DIALOGUE_S,
                                context=ssl.create_default_context())
    return smtplib.SMTP(server.host, server.port, server.helo, timeout=DIALOGUE_S)


def _what_went_wrong(error: OSError) -> str:
    """Return the rest of a sentence that begins with the server's name."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"has a certificate that cannot be trusted: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return f"cannot be spoken to over TLS: {error.reason}"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"refuses our user name and password: {error.smtp_code}"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return "does not offer the encryption or the sign-in that MAIL_URL asks for"
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"does not let us in: {error.smtp_code} {told(said)}"
    return f"cannot be reached: {error.strerror or error}"
