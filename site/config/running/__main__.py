"""`python -m config.running`: check the wishes, make ready what is not, start everything."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import environ

from config.running.parts import write_configuration
from config.running.plan import (
    ROOT,
    CannotStart,
    Plan,
    environment,
    read_plan,
    require_free_ports,
)
from config.running.readiness import is_ready, note_ready
from config.running.speech import say
from config.running.supervision import supervise

INTERRUPTED = 130


def main() -> int:
    """Run the site until it is stopped; returns the exit status."""
    # SIGINT too: whoever is started in the background by a script inherits that it is ignored.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    os.chdir(ROOT)
    environ.Env.read_env(ROOT / ".env")
    try:
        plan = read_plan(os.environ)
        plan.var_dir.mkdir(parents=True, mode=0o700, exist_ok=True)
        with _alone(plan):
            require_free_ports(plan)
            _run(plan)
    except CannotStart as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt


@contextmanager
def _alone(plan: Plan) -> Iterator[None]:
    """Keep a second start away from the same files; the lock ends with the process."""
    with (plan.var_dir / "running.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotStart(
                f"The site runs already with the files in {plan.var_dir}: stop it first."
            ) from None
        yield


def _run(plan: Plan) -> None:
    variables = environment(plan, os.environ)
    if not is_ready(plan, os.environ):  # as given: another port is no reason to prepare again
        _prepare(variables)
        note_ready(plan, os.environ)
    configuration = write_configuration(plan)
    say("Starting …")
    # Our own child, not the supervisor's: it writes to the terminal and is not started again.
    # It gets the variables as they were given, and so can tell what is the user's own.
    announcer = subprocess.Popen(
        [sys.executable, "-m", "config.running.announce"],
        env={**os.environ, "LEADLINE_SUPERVISOR_PID": variables["LEADLINE_SUPERVISOR_PID"]},
    )
    os.environ.update(variables)
    try:
        supervise(configuration, plan.log_dir)
    finally:
        announcer.kill()
        announcer.wait()


def _prepare(variables: Mapping[str, str]) -> None:
    # In a group of its own, so that Ctrl-C ends it through us and not with a traceback.
    command = [sys.executable, "manage.py", "prepare"]
    process = subprocess.Popen(command, env=dict(variables), process_group=0)
    try:
        if process.wait() != 0:
            raise CannotStart("The site is not started: it could not be made ready.")
    finally:
        process.kill()


if __name__ == "__main__":
    sys.exit(main())
