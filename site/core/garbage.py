"""What a process that runs for days leaves out when it looks for garbage."""

from __future__ import annotations

import gc


def spare_what_is_loaded() -> None:
    """Have the collector never look again at what is in memory now. Call it once all is loaded.

    Modules, models and templates stay for as long as the process does. To go through them takes
    some fifty milliseconds each time, in which nobody is answered and nothing is sent.
    """
    gc.collect()
    gc.freeze()
