"""What machines read of the site: search and answer engines, feed readers, link previews."""
