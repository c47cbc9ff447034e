"""`python -m leads.crm.sandbox`."""

import sys

from leads.crm.sandbox.cli import main

sys.exit(main())
