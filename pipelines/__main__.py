"""``python -m pipelines`` is the command ``yusuan``."""

from pipelines.cli import main

main()
