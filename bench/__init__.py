"""`make bench`: what things cost, as ratios and counts. Nothing passes or fails here."""
