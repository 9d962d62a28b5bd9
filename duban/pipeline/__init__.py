"""One run, from raw/ to the published file, as plain steps; and what is done to builds afterwards. No Prefect here."""
