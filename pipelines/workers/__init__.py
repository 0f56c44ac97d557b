"""Work that is done somewhere else: in other processes of this machine, or on a cluster.

Takes a function and the pieces of work. Gives one result for each, also where a process dies meanwhile.
"""

from pipelines.workers.executors import PROCESSES, RAY, WorkerLost, WorkersFailed, map_batches

__all__ = ["PROCESSES", "RAY", "WorkerLost", "WorkersFailed", "map_batches"]
