"""Work that is done somewhere else: in other processes of this machine, or on a cluster.

Takes a function and the pieces of work. Gives one result for each, also where a process dies meanwhile.
"""

from pipelines.workers.executors import PROCESSES, RAY, WorkerLost, WorkersFailed, map_batches
from pipelines.workers.spawned import Spawned

__all__ = ["PROCESSES", "RAY", "Spawned", "WorkerLost", "WorkersFailed", "map_batches"]
