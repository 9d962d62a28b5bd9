"""Notifications: who hears of a run, over which channel, and when."""
