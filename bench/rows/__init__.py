"""One file a row, or a few that belong together. Each has `measure(stage) -> list[Row]`."""
