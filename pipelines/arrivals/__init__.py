"""What is fetched from the addresses of publishers: politely, once, and with a note of every request.

Takes ``sources.csv``, the list of addresses that a person keeps in the raw folder, and the ledger of former
requests. Gives files below ``fetched/`` of that folder, each content once, and one line in the ledger
``fetches.jsonl`` for every request.

- ``sources`` reads the list, ``ledger`` the requests, ``history`` says what each address showed, and when;
- ``hosts``, ``robots`` and ``client`` ask for one address as a good guest does;
- ``links`` finds the attachments of a page, ``contents`` determines from its bytes what came, ``names`` what
  to call it, ``snapshots`` keeps it;
- ``fetch`` does it all for every address.
"""
