"""``yusuan status``: the state of the warehouse, for a person at a terminal or a program that watches it.

``pipelines/release/status.py`` finds it; ``lines`` says it in words; ``command`` is the command.
"""
