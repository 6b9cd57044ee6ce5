"""Tasks and notifications."""
