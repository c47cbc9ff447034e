"""Lead drills: a marked enquiry that walks the whole way, is checked at every station, and goes."""
