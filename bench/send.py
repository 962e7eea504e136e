"""Sending: invitations from a full ledger into a local mail server, beside a sender that keeps no ledger at all.

    python -m bench.send [NUMBER]

Both send the same letters over four connections to the same sink, in turns, since the speed of a shared machine
drifts: the ratio is what counts. The floor writes each letter's envelope, body and dot at once and waits for the four
answers; nothing it does could be left out.
"""

import socket
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import update

from bench._sink import sink
from planner.app import create_app
from planner.config import read_settings
from planner.db import db
from planner.delivery import actions
from planner.delivery.actions import NewLetter
from planner.delivery.channels.smtp import open_smtp
from planner.delivery.mime import Draft, MailTemplate, Personal, place
from planner.delivery.models import ChannelName, Delivery, Kind, State
from planner.delivery.registry import Composed, Envelope, Posting, chores, composers
from planner.delivery.worker import Worker, utc_now

CONNECTIONS = 4
ROUNDS = 3
TARGET_PER_S = 300
PARAGRAPH = "Du når snart din pensionsalder. Pensionen kommer ikke af sig selv. Du skal selv søge om den. "
CALENDAR = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\n" + (b"X-LINE:" + b"x" * 60 + b"\r\n") * 12 + b"END:VCALENDAR\r\n"
TEMPLATE = MailTemplate(Draft(
    subject="Snart pensionist? Kom og få svar", text=f"Kære {place('name')}\n\n{PARAGRAPH * 15}\n\n{place('answer')}\n",
    html=f"<!doctype html><html lang=\"da\"><body><p>Kære {place('name')}</p>{f'<p>{PARAGRAPH}</p>' * 50}"
         f"<a href=\"{place('answer')}\">Svar her</a></body></html>",
    language="da", sender_name="Næstved Bibliotek", sender_email="kom@example.org"))


def letter(posting: Posting) -> Envelope:
    """One invitation of about 11 kB, HTML, text and calendar."""
    to = f"{posting.whom}@example.org"
    return Envelope(to, TEMPLATE.write(Personal(
        to_name="Åse Sørensen", to_email=to, message_id=posting.message_id, date=posting.created_at,
        seed=posting.public_id, values={"name": "Åse", "answer": f"https://example.org/i/1.{posting.public_id}"},
        unsubscribe_url=f"https://example.org/u/1.{posting.public_id}", calendar=CALENDAR, method="REQUEST")))


def compose(_session: object, postings: object) -> dict[int, Composed]:
    """Write a lot."""
    return {posting.id: letter(posting) for posting in postings}  # type: ignore[attr-defined]


def fill(number: int) -> None:
    """Queue `number` invitations."""
    now = utc_now()
    actions.post(db.session(), [NewLetter(
        what="campaign:7", whom=f"citizen-{one}", kind=Kind.INVITATION, channel=ChannelName.MAIL, ref=f"7:{one}",
        due_at=now, mailing="campaign:7", topic="event:3", scope="new-pensioners", address=f"at-{one}",
    ) for one in range(number)], "example.org", now)
    db.session.commit()


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Return the seconds `act` took, by the wall and of this process's CPU."""
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return time.perf_counter() - wall, time.process_time() - cpu


def floor(port: int, postings: list[Posting]) -> None:
    """Write and send the letters with nothing noted down anywhere."""
    lines = [socket.create_connection(("127.0.0.1", port)) for _ in range(CONNECTIONS)]
    ears = [line.makefile("rb") for line in lines]
    for line, ear in zip(lines, ears, strict=True):
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        ear.readline()
    for at in range(0, len(postings), CONNECTIONS):
        lot = postings[at:at + CONNECTIONS]
        for posting, line in zip(lot, lines, strict=False):
            envelope = letter(posting)
            line.sendall(b"MAIL FROM:<kom@example.org>\r\nRCPT TO:<%b>\r\nDATA\r\n%b.\r\n" % (
                envelope.to.encode(), envelope.message.replace(b"\r\n.", b"\r\n..")))
        for _, ear in zip(lot, ears, strict=False):
            for _reply in range(4):
                ear.readline()
    for line, ear in zip(lines, ears, strict=True):
        ear.close()
        line.close()


def again() -> list[Posting]:
    """Queue everything once more, and return what the floor is to send."""
    db.session.execute(update(Delivery).values(state=State.QUEUED, attempts=0))
    db.session.commit()
    rows = db.session.scalars(db.select(Delivery).order_by(Delivery.id)).all()
    found = [Posting(row.id, 0, row.public_id, Kind.INVITATION, row.channel, row.ref, row.whom, row.message_id,
                     row.created_at) for row in rows]
    db.session.rollback()
    return found


def race(app: Flask, number: int, port: int, counted: Connection) -> None:
    """Send in turns, and print both and their ratio."""
    settings = replace(app.extensions["planner.settings"], mail_url=f"smtp://127.0.0.1:{port}?connections={CONNECTIONS}")
    worker = Worker(settings, channel=open_smtp(settings))
    ours, floors = [], []
    for _ in range(ROUNDS):
        postings = again()
        floors.append(timed(lambda these=postings: floor(port, these)))  # type: ignore[misc]
        ours.append(timed(worker.work_until_idle))
    counted.send("?")
    assert counted.recv() == 2 * ROUNDS * number, "not every letter reached the sink"
    size = len(letter(postings[0]).message)
    wall, floor_wall = median(one for one, _ in ours), median(one for one, _ in floors)
    cpu, floor_cpu = median(one for _, one in ours), median(one for _, one in floors)
    print(f"letters of {size:,} bytes over {CONNECTIONS} connections, {number:,} each, median of {ROUNDS}")
    print(f"post office  {number / wall:8,.0f}/s  {cpu / number * 1e6:6.0f} us CPU each   (target {TARGET_PER_S}/s)")
    print(f"floor        {number / floor_wall:8,.0f}/s  {floor_cpu / number * 1e6:6.0f} us CPU each")
    print(f"ratio        {floor_wall / wall:8.2f} of the floor's rate, {cpu / floor_cpu:.1f} times its CPU")


def main(number: int) -> None:
    """Run the race on a database of its own."""
    with tempfile.TemporaryDirectory() as folder, sink() as (port, counted):
        app = create_app(read_settings({"SECRET_KEY": "x" * 40, "PLANNER_CLOCK": "off"}, instance=Path(folder)))
        composers[Kind.INVITATION] = compose
        chores.clear()
        with app.app_context():
            upgrade()
            fill(number)
            race(app, number, port, counted)
            db.session.remove()
            db.engine.dispose()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
