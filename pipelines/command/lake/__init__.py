"""``yusuan lake``: what the lake holds, and how a release comes there.

``command`` is the command.
"""
