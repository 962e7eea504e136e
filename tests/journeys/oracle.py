"""Who is to be invited, read off the register file by plain Python: shares no code with the product on purpose."""

import calendar
import csv
from datetime import date
from pathlib import Path


def months_after(day: date, months: int) -> date:
    """The same day so many months on, at most the month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def reaches_pension_age(born: date) -> date | None:
    """Born 1 July 1955 to 1962 reach it at 67, to 1966 at 68: all that the years of these tests ask about."""
    if date(1955, 7, 1) <= born <= date(1962, 12, 31):
        return months_after(born, 67 * 12)
    return months_after(born, 68 * 12) if date(1963, 1, 1) <= born <= date(1966, 12, 31) else None


def mailed(register: Path, today: date, first_month: int, last_month: int) -> set[str]:
    """The person ids of those who reach pension age in the window, live here, and may be written to by mail."""
    found = set()
    with register.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            reached = reaches_pension_age(date.fromisoformat(row["birth_date"]))
            fits = reached and months_after(today, first_month) <= reached <= months_after(today, last_month)
            hidden = row["name_address_protected"] == "1" and not (row["street"] or row["postcode"] or row["town"])
            living = row["status"] in ("", "resident") and not hidden
            if fits and living and row["email"] and row["digital_post_exempt"] != "1":
                found.add(row["person_id"])
    return found
