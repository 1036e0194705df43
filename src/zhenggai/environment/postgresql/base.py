"""PostgreSQL that plans a statement once for each connection, where the statement is one that was prepared.

It would plan such a statement anew for the first few values otherwise; ours are asked by the numbers of rows, for which any
plan is the plan for all.
"""

from __future__ import annotations

from django.db.backends.postgresql import base

KEEP_PLANS = "SET plan_cache_mode = force_generic_plan"


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, whose connections keep their plans."""

    def init_connection_state(self) -> None:
        """Get a new connection ready."""
        super().init_connection_state()
        with self.connection.cursor() as cursor:
            cursor.execute(KEEP_PLANS)
        if not self.get_autocommit():
            self.connection.commit()
