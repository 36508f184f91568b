"""Offices: a role of the codebook with its portfolio."""

from __future__ import annotations

from dataclasses import dataclass

ROLES = frozenset(
    "head_of_state deputy_head_of_state head_of_government deputy_head_of_government minister deputy_minister"
    " ambassador consul special_envoy parliament_speaker deputy_parliament_speaker member_of_parliament"
    " head_of_region mayor head_of_agency central_bank_governor head_of_international_organisation eu_commissioner"
    " adviser spokesperson royalty business_leader other_official".split()
)
PORTFOLIOS = frozenset(
    "foreign_affairs economy trade industry energy finance defence interior justice education science culture health"
    " labour agriculture environment transport digital construction development tourism sport security other".split()
)


@dataclass(frozen=True, slots=True, order=True)
class Office:
    """A role and the portfolios that the office names, in alphabetical order.

    Attributes:
        role: a code of `ROLES`.
        portfolios: codes of `PORTFOLIOS`, sorted, empty where the office names none.
        former: the person held the office in the past.

    >>> Office.parse("deputy_minister:industry+construction").code
    'deputy_minister:construction+industry'
    """

    role: str
    portfolios: tuple[str, ...] = ()
    former: bool = False

    @property
    def code(self) -> str:
        """`role` or `role:portfolio+portfolio`."""
        return f"{self.role}:{'+'.join(self.portfolios)}" if self.portfolios else self.role

    @classmethod
    def parse(cls, code: str, *, former: bool = False) -> Office:
        """Read what `code` writes; portfolios are put in order.

        Raises:
            ValueError: when the role or a portfolio is not in the codebook.
        """
        role, _, rest = code.partition(":")
        portfolios = tuple(sorted(set(rest.split("+")))) if rest else ()
        if role not in ROLES:
            raise ValueError(f"no such role: {role!r}; the roles are {', '.join(sorted(ROLES))}")
        for portfolio in portfolios:
            if portfolio not in PORTFOLIOS:
                raise ValueError(f"no such portfolio: {portfolio!r}; they are {', '.join(sorted(PORTFOLIOS))}")
        return cls(role, portfolios, former)
