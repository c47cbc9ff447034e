"""Programs that a row runs by themselves, with Django in them."""
