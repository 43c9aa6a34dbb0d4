"""What the programs of this folder have in common: they print a line for each thing that works, and `wrong ...`."""

import os
import sys
import time
import traceback
import uuid


def unique(name):
    return f"{name}-{uuid.uuid4().hex[:8]}"


def equal(what, found, expected):
    if found != expected:
        print(f"wrong {what}: {found!r} instead of {expected!r}", flush=True)
        sys.exit(1)
    print("ok", what, flush=True)


def eventually(what, condition, seconds=60):
    """The condition's first true value."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    print(f"wrong {what}: not within {seconds} s", flush=True)
    sys.exit(1)


def refused(what, call, *names):
    """The call fails, with an exception whose text or type has one of the names."""
    try:
        call()
    except Exception as exception:
        text = f"{type(exception).__name__} {exception}"
        if any(name in text for name in names):
            print("ok", what, flush=True)
            return
        equal(what, text, names)
    equal(what, "no error", names)


def run(scenarios):
    """Runs the scenario that the first argument names; the second is the broker's address."""
    try:
        scenarios[sys.argv[1]](*sys.argv[2:])
    except SystemExit:
        raise
    except BaseException:
        traceback.print_exc()
        print("wrong", sys.argv[1], flush=True)
        sys.stdout.flush()
        os._exit(1)
    print("done", sys.argv[1], flush=True)
    sys.stdout.flush()
    # Clients that have not been closed must not delay the end.
    os._exit(0)
