"""What an editor is told about an article before readers see it."""
