"""Work on bytes that strangers wrote, in a process of its own with limits of time and memory."""

from monitor.sandbox.worker import CPU_SECONDS, Abandoned, TooCostly, Worker, WorkFailed

__all__ = ["CPU_SECONDS", "Abandoned", "TooCostly", "WorkFailed", "Worker"]
