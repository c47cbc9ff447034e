"""What visitors do is counted here: added up by the day, without a cookie and without a person."""
