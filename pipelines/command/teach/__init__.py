"""Teach the vocabulary the words of a document: find them, propose rows, and show what these would change.

- ``building`` reads the document once, and builds it with the vocabulary as it is and with more rows;
- ``unknown`` finds the words that no row covers, and what they cost;
- ``vocabulary`` knows the lists, and with ``nearness`` which of their rows come near;
- ``proposals`` are the rows to add, in a file that a person can edit;
- ``effect`` compares two builds; ``pictures`` and ``report`` show; ``session`` puts the steps together.
"""
