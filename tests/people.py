"""The people of the tests. Wang is clerk of this office, Li leads, Zhao is of another unit, Sun supervises, Gu keeps the machine, An says who may what, Ji looks on."""

from __future__ import annotations

from datetime import UTC, datetime

from zhenggai.domain.rights import Actor
from zhenggai.domain.roles import Role

WANG = Actor(id=1, name="王敏", role=Role.OFFICE_CLERK)
CHEN = Actor(id=2, name="陈静", role=Role.OFFICE_CLERK)
LI = Actor(id=3, name="李建国", role=Role.LEADER)
ZHAO = Actor(id=4, name="赵晓峰", role=Role.UNIT_CLERK)
SUN = Actor(id=5, name="孙立", role=Role.SUPERVISOR)
GU = Actor(id=6, name="顾明", role=Role.ADMINISTRATOR)
AN = Actor(id=7, name="安宁", role=Role.SECURITY_KEEPER)
JI = Actor(id=8, name="季诚", role=Role.AUDITOR)
ALL = (WANG, CHEN, LI, ZHAO, SUN, GU, AN, JI)

# The frozen clock: a Monday morning in the office.
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
