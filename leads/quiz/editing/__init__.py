"""The quiz in the admin, beside its form: what it will do, trying it, and what people answered."""
