"""An article that is kept: beside the file that nginx sends, which is as fast as it gets."""

from __future__ import annotations

import gzip
import statistics
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests

from bench.figures import Figure
from bench.servers import (
    Load,
    application,
    cpu_seconds,
    environment,
    load,
    pinned,
    printed,
    require,
)
from bench.stage import ARTICLE, Stage
from tests.proxy import start_nginx
from tests.whole_site import free_ports

ROUNDS = 5
NOISE = 0.30  # by which nginx's own rounds may differ
_STATIC = """
server {{ listen {port}; root {root}; gzip_static on; etag on;
    open_file_cache max=100; default_type text/html; }}
"""


@dataclass
class Target:
    """A server, and what was found of it. `host` is the name that it is asked by."""

    url: str
    host: str
    pid: int
    rates: list[float] = field(default_factory=list)
    costs: list[float] = field(default_factory=list)  # CPU seconds of one request
    failed: int = 0

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)

    def run(self) -> None:
        before = cpu_seconds(self.pid)
        found: Load = load(self.url, f"Host: {self.host}", "Accept-Encoding: gzip")
        self.rates.append(found.rate)
        self.costs.append((cpu_seconds(self.pid) - before) / found.requests)
        self.failed += found.failed

    def sent(self) -> int:
        """Return the bytes of one answer, headers too."""
        headers = {"Host": self.host, "Accept-Encoding": "gzip"}
        with requests.get(self.url, headers=headers, stream=True, timeout=20) as answer:
            head = sum(len(f"{name}: {value}\r\n") for name, value in answer.headers.items())
            return len("HTTP/1.1 200 OK\r\n\r\n") + head + len(answer.raw.read())


def measure(stage: Stage) -> list[Figure]:
    require("nginx", "wrk")
    with _targets(stage) as targets:
        for _ in range(ROUNDS):
            for each in targets.values():
                each.run()
        wire = targets["app"].sent(), targets["nginx"].sent()
    nginx = targets["nginx"]
    quiet = max(nginx.rates) <= min(nginx.rates) * (1 + NOISE)
    quiet = quiet and not any(each.failed for each in targets.values())
    ways = {
        "cached article, application alone ÷ nginx": ("app", "nginx", 0.5, 0.6),
        "cached article, behind nginx ÷ nginx": ("behind", "nginx", 0.8, 0.95),
        "cached article ÷ Django's cache": ("app", "django", 15, 20),
    }
    return [
        *(_figure(name, targets, way, quiet) for name, way in ways.items()),
        Figure(
            "bytes of a cached article ÷ gzip -9 by nginx",
            *(wire[0] / wire[1], 1.05, 1.05),
            at_least=False,
            note=f"{wire[0]} and {wire[1]} bytes with all headers",
        ),
    ]


def _figure(
    name: str, targets: dict[str, Target], way: tuple[str, str, float, float], quiet: bool
) -> Figure:
    one, other = targets[way[0]], targets[way[1]]
    cpu = [f"{statistics.median(each.costs) * 1e6:.0f}" for each in (one, other)]
    note = f"{one.rate:,.0f} and {other.rate:,.0f} a second; {cpu[0]} and {cpu[1]} µs of CPU"
    note += f"; {one.failed + other.failed} failed" if one.failed + other.failed else ""
    return Figure(name, one.rate / other.rate, *way[2:], note=note, judged=quiet)


@contextmanager
def _targets(stage: Stage) -> Iterator[dict[str, Target]]:
    with ExitStack() as stack:
        url, app = stack.enter_context(application(stage.copy()))
        other, django = stack.enter_context(
            application(stage.copy(), DJANGO_SETTINGS_MODULE="bench.settings_django_cache")
        )
        root = stage.scratch / "article"
        page = requests.get(url + ARTICLE, headers={"Accept-Encoding": "identity"}, timeout=20)
        _store(root / "article.html", page.content)
        port, behind = free_ports(2)
        environ = environment(stage.scratch, PORT="1")
        conf = printed("proxy", url, str(behind), str(stage.scratch / "proxy"), environ=environ)
        conf += _STATIC.format(port=port, root=root)
        with pinned(0):
            nginx = stack.enter_context(start_nginx(stage.scratch / "nginx", conf, port)).pid
        host, plain = url.removeprefix("http://"), f"127.0.0.1:{port}"
        yield {
            "nginx": Target(f"http://{plain}/article.html", plain, nginx),
            "app": Target(url + ARTICLE, host, app),
            "behind": Target(f"http://127.0.0.1:{behind}{ARTICLE}", host, nginx),
            "django": Target(other + ARTICLE, other.removeprefix("http://"), django),
        }


def _store(file: Path, content: bytes) -> None:
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
