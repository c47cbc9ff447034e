"""The page of an article as one would first write it: what its uncached cost is compared with."""
