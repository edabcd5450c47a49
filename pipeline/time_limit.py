"""Stop what takes too long, in the main thread of a process or in any other."""

from __future__ import annotations

import ctypes
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.errors import SourceError


class TooSlowError(SourceError):
    """A description that took longer than the limit allows."""

    def __init__(self, seconds: float = 0) -> None:
        super().__init__(f"it took longer than {seconds:g} seconds; raise --max-time to give it more")


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TooSlowError in the block when it has run for so many seconds. 0 means no limit."""
    if not seconds:
        yield
    elif threading.current_thread() is threading.main_thread():
        with _by_signal(seconds):
            yield
    else:
        with _by_thread(seconds):
            yield


@contextmanager
def _by_signal(seconds: float) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise TooSlowError(seconds)

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _by_thread(seconds: float) -> Iterator[None]:
    # A signal reaches the main thread only: another thread is sent the exception by the interpreter.
    thread = ctypes.c_ulong(threading.get_ident())
    inside = True
    lock = threading.Lock()

    def stop() -> None:
        with lock:
            if inside:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(thread, ctypes.py_object(TooSlowError))

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield
    except TooSlowError as error:
        raise TooSlowError(seconds) from error
    finally:
        timer.cancel()
        with lock:
            inside = False
