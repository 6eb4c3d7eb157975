"""The base class of Hypothesis state machines, which make decisions in a random order."""

from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, run_state_machine_as_test


class StaffAtWork(RuleBasedStateMachine):
    """A state machine that makes decisions as the user Ada.

    All its steps run in one transaction, which is rolled back after `check`.
    """

    @initialize()
    def start(self) -> None:
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.ada = User.objects.create_user("ada")
        self.prepare()

    def teardown(self) -> None:
        if not hasattr(self, "atomic"):  # Hypothesis stopped before the first step
            return
        try:
            self.check()
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def prepare(self) -> None:
        """Make the articles and entities that the decisions are about."""
        raise NotImplementedError

    def check(self) -> None:
        """Check the state of the archive after the last step."""
        raise NotImplementedError


def run(machine: type[StaffAtWork], *, times: int) -> None:
    """Run the machine `times` times, each time with twelve random steps."""
    quick = settings(
        max_examples=times, stateful_step_count=12, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(machine, settings=quick)
