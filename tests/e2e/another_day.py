"""Settings of a site whose clock shows another time: AHEAD says by how many seconds."""

from __future__ import annotations

import os
import time

import time_machine

from config.settings.dev import *  # noqa: F403

time_machine.travel(time.time() + float(os.environ["AHEAD"]), tick=True).start()
