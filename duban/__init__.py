"""duban (督办): a warehouse for the annual responsibility-target tables that Chinese governments publish."""

__version__ = "0.1.0"
