"""Copies of the site: `make` writes one archive, `restore` puts one back.

archive.py     the file: what is in it, its manifest and checksums
databases.py   which kind of database there is
sqlite.py      a consistent copy while the site writes, and putting one back
postgres.py    the same by pg_dump and pg_restore
making.py      a copy from beginning to end; what went wrong is said loudly
restoring.py   putting one back; what could be lost by it stops it
keeping.py     which old ones go, and how the last one went
"""
