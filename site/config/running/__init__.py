"""`make run`: everything a visitor, an editor and a salesperson need, from one command.

    install.py     the virtual environment and the hashed requirements
    plan.py        ports, folders and where enquiries go, read from the environment
    readiness.py   whether anything has to be made ready again
    parts.py       the processes, written down for the supervisor
    supervision.py the supervisor
    web.py         the web server
    announce.py    the addresses, once the first page answers
    orphans.py     how a process ends when the one that started it is gone

Why a supervisor of this kind: docs/decisions/0004-running-under-supervisor.md.
"""
