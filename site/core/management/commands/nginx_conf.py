"""`manage.py nginx_conf`: print the configuration of nginx for this site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.proxy import Proxy, nginx_conf


class Command(BaseCommand):
    help = "Print what nginx needs to serve this site, for /etc/nginx/sites-available/leadline."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--certificate", type=Path, required=True, help="the chain, as a file")
        parser.add_argument("--certificate-key", type=Path, required=True)
        parser.add_argument(
            "--upstream",
            action="append",
            help="where the application listens (127.0.0.1:8000); once for each process",
        )
        parser.add_argument("--port", type=int, default=443)
        parser.add_argument("--http-port", type=int, default=80, help="from which https is led to")
        parser.add_argument(
            "--brotli",
            action="store_true",
            help="nginx has brotli_static (Debian: libnginx-mod-http-brotli-static)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        proxy = Proxy(
            upstreams=tuple(options["upstream"] or Proxy.upstreams),
            port=options["port"],
            http_port=options["http_port"],
            certificate=options["certificate"],
            certificate_key=options["certificate_key"],
            brotli=options["brotli"],
        )
        self.stdout.write(nginx_conf(proxy), ending="")
