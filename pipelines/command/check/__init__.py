"""What does not add up, how much is proved, and what could not be checked: for people.

``command`` is `yusuan check`. ``reports`` asks a warehouse, ``drafts`` reads files that are in none;
``terminal``, ``markdown``, ``spreadsheet`` and ``page`` show what was found, ``shares`` how much is proved.
``speech`` and ``wording`` have the words, in one language at a time.
"""
