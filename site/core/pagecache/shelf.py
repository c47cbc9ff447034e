"""Where entries are kept: in memory, within a bound; what nobody asked for longest makes room."""

from __future__ import annotations

import threading
from collections import OrderedDict

from core.pagecache.asking import Key
from core.pagecache.entry import Entry


class Shelf:
    """Entries by their names, of `most` bytes together."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._entries: OrderedDict[Key, Entry] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, key: Key) -> Entry | None:
        """Return what is kept under a name, good or not any more."""
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None:
                self._entries.move_to_end(key)
            return entry

    def put(self, key: Key, entry: Entry) -> None:
        """Keep an entry in the place of an older one. One that is too large is not kept."""
        with self._lock:
            old = self._entries.pop(key, None)
            self.size -= old.size if old else 0
            if entry.size > self.most:
                return
            self._entries[key] = entry
            self.size += entry.size
            while self.size > self.most:
                _, last = self._entries.popitem(last=False)
                self.size -= last.size
