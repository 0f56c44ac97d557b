"""``yusuan fetch``: what is new at the addresses of publishers, shown to the person who waits.

- ``telling`` shows each address as it is answered, and the summary;
- ``command`` is the command.
"""
