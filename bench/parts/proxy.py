"""Print the site's configuration of nginx, without TLS: `UPSTREAM PORT CACHE`."""

from __future__ import annotations

import sys
from pathlib import Path

import django

django.setup()

from core.proxy import Proxy, nginx_conf  # noqa: E402

upstream, port, cache = sys.argv[1:]
where = (upstream.removeprefix("http://"),)
print(nginx_conf(Proxy(upstreams=where, port=int(port), cache=Path(cache))))
