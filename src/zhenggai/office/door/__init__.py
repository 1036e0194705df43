"""The door: logging in and out, second steps, sessions. allauth's flows behind pages of our own."""
