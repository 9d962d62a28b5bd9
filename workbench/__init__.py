"""The workbench: what is published, in a browser. A year beside a year, every number one click from its printed cell.

A page is a module of `workbench/pages`: `read` answers what it shows from the published file (named queries of
`workbench/queries`), `show` lays it out. What both the workbench and the files of `duban site` show is a template.
"""
