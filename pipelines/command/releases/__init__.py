"""``yusuan releases``: the releases that are there, what changed between two, and the way back to one.

- ``lines`` says it in words; ``command`` is the command.
"""
