"""Excel: one module a format, XLSX and XLS, and the styles that both print numbers by."""
