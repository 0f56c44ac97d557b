"""The folder of disclosures as it is on disk.

Takes the folder, and the ledger of what was read before. Gives the documents to read, to rename and to
remove, each known by the hash of its bytes.
"""
