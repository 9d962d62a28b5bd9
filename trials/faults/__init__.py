"""The fault suite: whatever happens to a reload, what is published is whole, and the next reload needs no help.

    python -m trials.faults [--only kill,disk,...] [--kills 220] [--write docs/FILE.md]

Every fault is a real one: a process that is killed, a file system that is full, a file that is damaged on the disk.
After each, `Deployment.after_fault` and `Deployment.next_run` hold the warehouse to what docs/reliability.md promises.
"""
