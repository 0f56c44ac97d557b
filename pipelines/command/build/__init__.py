"""``yusuan build``: from a folder of disclosures to a published warehouse, shown to the person who waits.

- ``building`` reads, builds and publishes;
- ``progress`` shows how far it is, at a terminal and in a pipe;
- ``summary`` says at the end what the warehouse holds and what failed;
- ``command`` is the command.
"""
