"""The municipality that sends, its places, their rooms, and where postcodes lie."""

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from planner.db import Model


class Municipality(Model):
    """The sender: who writes, from which address, and who answers for the data."""

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    country: Mapped[str] = mapped_column(String(2), default="DK")
    sender_name: Mapped[str] = mapped_column(String(120))
    sender_email: Mapped[str] = mapped_column(String(254))
    phone: Mapped[str] = mapped_column(String(24))
    phone_hours: Mapped[str] = mapped_column(String(80))
    legal_basis: Mapped[str] = mapped_column(String(500))
    dpo_contact: Mapped[str] = mapped_column(String(254))
    spoken_languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    respect_marketing_always: Mapped[bool] = mapped_column(default=False)
    cap_invitations: Mapped[int] = mapped_column(default=2)
    cap_window_days: Mapped[int] = mapped_column(default=30)
    cap_gap_days: Mapped[int] = mapped_column(default=7)


class Place(Model):
    """Where something happens: a library or citizen-service centre of ours, or an external venue such as a school."""

    __table_args__ = (CheckConstraint("kind IN ('own', 'venue')", name="place_is_ours_or_a_venue"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    kind: Mapped[str] = mapped_column(String(8), default="own")
    name: Mapped[str] = mapped_column(String(120))
    street: Mapped[str] = mapped_column(String(120))
    postcode: Mapped[str] = mapped_column(String(8))
    town: Mapped[str] = mapped_column(String(80))
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    timezone: Mapped[str] = mapped_column(String(40), default="Europe/Copenhagen")
    phone: Mapped[str] = mapped_column(String(24), default="")
    #: How to get there, in the municipality's own language, shown to citizens as it stands.
    directions: Mapped[str] = mapped_column(String(500), default="")
    #: Keys of what the place offers: step_free, toilet, hearing_loop, guide_dog, parking, interpreter.
    access: Mapped[list[str]] = mapped_column(JSON, default=list)

    municipality: Mapped[Municipality] = relationship(lazy="joined", innerjoin=True)
    rooms: Mapped[list["Room"]] = relationship(order_by="Room.seats", back_populates="place")


class Room(Model):
    """A room and how many it seats."""

    __table_args__ = (CheckConstraint("seats > 0", name="room_has_seats"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    seats: Mapped[int]

    place: Mapped[Place] = relationship(back_populates="rooms")


class Postcode(Model):
    """A postcode's town and middle point, and which own place is nearest to it."""

    code: Mapped[str] = mapped_column(String(8), primary_key=True)
    country: Mapped[str] = mapped_column(String(2), primary_key=True, default="DK")
    town: Mapped[str] = mapped_column(String(80))
    latitude: Mapped[float]
    longitude: Mapped[float]
    nearest_place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"), index=True)
