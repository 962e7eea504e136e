"""A mail to someone with a protected name, as staff see it: nothing says who they are, or lets others act for them."""

from planner.delivery.opened import open_mail
from planner.delivery.veil import BLOT, veiled

RAW = "\r\n".join([
    "From: Biblioteket <hej@example.org>", "To: =?utf-8?q?S=C3=B8ren_O'Canary?= <soren@example.org>",
    "Subject: =?utf-8?q?Velkommen_S=C3=B8ren?=", "MIME-Version: 1.0", 'Content-Type: multipart/mixed; boundary="b"', "",
    "--b", "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", "",
    "Kære Søren, se https://x.example.org/i/AbC-123_x.y og skriv til soren@example.org. Sørensens bod står der.",
    "--b", "Content-Type: text/html; charset=utf-8", "Content-Transfer-Encoding: 8bit", "",
    '<p class="søren">Kære Søren O&#39;Canary</p><a href="https://x.example.org/u/ToKeN">Nej tak</a>',
    "--b", "Content-Type: text/calendar; charset=utf-8", "Content-Transfer-Encoding: 8bit", "",
    "BEGIN:VCALENDAR", "METHOD:REQUEST", "BEGIN:VEVENT", "SUMMARY:Kom", "DTSTART:20270210T170000Z",
    "DTEND:20270210T180000Z", "ORGANIZER:mailto:rsvp+ToKeN@example.org",
    "ATTENDEE;CN=\"Søren O'Can", " ary\":mailto:soren@exam", " ple.org", "END:VEVENT", "END:VCALENDAR", "--b--", "",
]).encode()


def test_name_address_and_links_are_blotted_in_every_part():
    mail = veiled(open_mail(RAW))
    said = "\n".join([mail.recipient, mail.subject, mail.text, mail.html, mail.calendar.raw, *mail.names])
    for secret in ("Søren ", "Søren,", "Canary", "soren@", "AbC-123", "ToKeN"):
        assert secret not in said, secret
    assert mail.text.startswith(f"Kære {BLOT}, se https://x.example.org/i/{BLOT} og skriv til {BLOT}.")


def test_what_only_resembles_a_name_and_the_page_s_own_tags_stay():
    mail = veiled(open_mail(RAW))
    assert "Sørensens bod" in mail.text
    assert mail.html == f'<p class="søren">Kære {BLOT}</p><a href="https://x.example.org/u/{BLOT}">Nej tak</a>'
