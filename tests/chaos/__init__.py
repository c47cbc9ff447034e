"""Visitors, a misbehaving CRM and a killer, all at once; then the books are compared.

    make chaos                                   10 minutes, 10,000 enquiries at most
    make chaos DURATION=60 ENQUIRIES=300 SEED=7  shorter, and the same choices again

`DATABASE_URL` says on which database, SQLite in a folder of its own if unset.
"""
