"""One document at a time, in a worker process with limits of time and memory.

Takes a file of the raw folder. Gives its outcome: the raw rows of the document without personal data, or the
reason why it could not be read.
"""
