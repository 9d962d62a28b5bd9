"""Tables that a copy turned into lines: `layouts` is the way in and tries each form; one module a form."""
