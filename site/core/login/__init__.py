"""How people come into the admin: password, second step, and a new password by mail."""
