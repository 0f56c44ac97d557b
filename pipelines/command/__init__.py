"""What a person starts in a terminal.

Takes the arguments of ``yusuan``. Gives builds with their progress, and answers from the published
warehouse: what does not add up (``check``), and where a figure is on paper (``trace``).
"""
