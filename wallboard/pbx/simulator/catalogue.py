"""The possible queues: their names, load and call properties."""

from random import Random

from msgspec import Struct
from msgspec.structs import replace

from wallboard.domain.ids import QueueId


class QueueProfile(Struct, frozen=True, kw_only=True, gc=False):
    """The call properties of one queue, in seconds.

    ``weight`` is its part of the agents; talk is log-normal around ``talk_s``; ``patience_s`` is the mean patience
    of its callers; after ``max_wait_s`` they leave for ``overflow_to`` or for voicemail.
    """

    id: QueueId
    name: str
    weight: float
    talk_s: float
    spread: float
    wrap_up_s: float
    patience_s: float
    service_level_s: float = 20.0
    max_wait_s: float = 300.0
    overflow_to: QueueId | None = None

    @property
    def handle_s(self) -> float:
        """Mean of talk and wrap-up together; the mean of a log-normal lies above its median."""
        return self.talk_s * (1.0 + self.spread**2 / 2) + self.wrap_up_s


def _queue(name: str, weight: float, calls: tuple[float, float, float, float], threshold_s: float) -> QueueProfile:
    talk_s, spread, wrap_up_s, patience_s = calls
    return QueueProfile(
        id=QueueId(name.lower().replace(" ", "-")),
        name=name,
        weight=weight,
        talk_s=talk_s,
        spread=spread,
        wrap_up_s=wrap_up_s,
        patience_s=patience_s,
        service_level_s=threshold_s,
    )


_CATALOGUE = (
    #      name            weight  talk, spread, wrap-up, patience   threshold
    _queue("Support", 5.0, (250, 0.65, 30, 270), 20),
    _queue("Sales", 4.0, (210, 0.60, 20, 160), 20),
    _queue("Billing", 3.0, (190, 0.55, 25, 230), 20),
    _queue("Claims", 2.5, (290, 0.60, 45, 330), 30),
    _queue("Onboarding", 2.0, (270, 0.50, 30, 260), 30),
    _queue("Returns", 1.8, (170, 0.50, 20, 200), 20),
    _queue("Retention", 1.5, (260, 0.60, 30, 190), 20),
    _queue("VIP", 1.2, (220, 0.55, 20, 220), 10),
    _queue("Technical", 2.5, (310, 0.65, 35, 310), 30),
    _queue("Deliveries", 1.8, (140, 0.50, 15, 190), 20),
    _queue("Bookings", 1.8, (180, 0.50, 20, 180), 20),
    _queue("Complaints", 1.0, (300, 0.60, 60, 360), 30),
    _queue("Accounts", 1.5, (170, 0.55, 25, 230), 20),
    _queue("Fraud", 1.0, (240, 0.60, 40, 310), 15),
    _queue("Partners", 1.0, (230, 0.60, 25, 240), 30),
    _queue("Insurance", 1.4, (260, 0.55, 40, 280), 20),
    _queue("Warranty", 1.2, (200, 0.50, 30, 260), 30),
    _queue("Loyalty", 1.0, (160, 0.50, 20, 190), 20),
    _queue("Switchboard", 1.2, (60, 0.50, 5, 130), 15),
    _queue("Emergencies", 0.8, (180, 0.60, 40, 390), 10),
)
_REGIONS = ("", "DE", "FR", "PT", "LT", "ES", "IT", "NL", "PL", "UK")


def catalogue(count: int, rng: Random, first: int = 1) -> list[QueueProfile]:
    """``count`` queues from the ``first`` on: first each subject once, then again by language, then by number.

    The second queue of each subject overflows into its first, as a small language team does.
    """
    profiles: list[QueueProfile] = []
    for n in range(first - 1, first - 1 + count):
        round_, subject = divmod(n, len(_CATALOGUE))
        profile = _CATALOGUE[subject]
        if round_:
            region = _REGIONS[round_ % len(_REGIONS)] + (str(round_ // len(_REGIONS) + 1) if round_ > 9 else "")
            profile = replace(
                profile,
                id=QueueId(f"{profile.id}-{region.lower()}"),
                name=f"{profile.name} {region}",
                weight=profile.weight * rng.uniform(0.3, 0.8),
                max_wait_s=120.0 if round_ == 1 else profile.max_wait_s,
                overflow_to=profile.id if round_ == 1 and subject >= first - 1 else None,
            )
        profiles.append(profile)
    if count > 2:
        profiles[1] = replace(profiles[1], max_wait_s=150.0, overflow_to=profiles[0].id)
    return profiles
