"""How the hosts of others are asked."""

from __future__ import annotations

import os
from dataclasses import dataclass

from duban import __version__
from duban.errors import ConfigurationError

AGENT = "duban"  # the name that robots.txt may address


@dataclass(frozen=True, slots=True)
class Manners:
    """How a host is asked. pause: seconds between two requests of one host. patience: seconds that one wait may take.

    seconds: of one address, redirects and robots.txt included. contact: who runs this, for whoever reads their log.
    """

    pause: float = 1.0
    patience: float = 20.0
    seconds: float = 180.0
    contact: str = ""

    @property
    def agent(self) -> str:
        """How duban calls itself."""
        return f"{AGENT}/{__version__}" + (f" (+{self.contact})" if self.contact else "")


def manners_in_force() -> Manners:
    """The manners with the contact of `DUBAN_CONTACT`. Raises ConfigurationError where no header can hold that."""
    contact = os.environ.get("DUBAN_CONTACT", "").strip()
    if len(contact) > 200 or not contact.isascii() or not contact.isprintable() or set(contact) & set("()"):
        raise ConfigurationError(
            "DUBAN_CONTACT cannot stand in a request", remedy="an address of mail or the web, in ASCII"
        )
    return Manners(contact=contact)
