"""Run by BottleCRM's own Python: its database, or a firm in it with all that the adapter needs.

Not part of the project's environment: what is imported here comes with BottleCRM.
"""

import json
import sys


def database(superuser: str, role: str) -> None:
    """Make a database that belongs to a role with no rights beyond it, as BottleCRM demands.

    Its rules for rows do not hold for a superuser.
    """
    import psycopg

    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {role} LOGIN NOSUPERUSER")
        connection.execute(f"CREATE DATABASE {role} OWNER {role}")


def firm() -> None:
    """Make a firm with an administrator, a lead webhook and a token; print what leads to them."""
    import django

    django.setup()
    from common.models import Org, PersonalAccessToken, Profile, User
    from common.rls import get_set_context_sql
    from django.db import connection
    from leads.views.intake_views import new_key

    from leads.models import LeadIntake

    user = User.objects.create(email="admin@firm.example", is_active=True)
    org = Org.objects.create(name="Firm", default_country="GB")
    with connection.cursor() as cursor:
        cursor.execute(get_set_context_sql(), [str(org.id)])
    member = Profile.objects.create(
        user=user, org=org, role="ADMIN", is_active=True, is_organization_admin=True
    )
    token, _ = PersonalAccessToken.generate(profile=member, name="website", scopes=[])
    key = new_key()
    intake = LeadIntake.objects.create(org=org, name="Website", key=key, preset="generic")
    ids = {"intake": str(intake.id), "owner": str(member.id)}
    print(json.dumps({"key": key, "token": token, **ids}))


if __name__ == "__main__":
    database(*sys.argv[2:]) if sys.argv[1] == "database" else firm()
