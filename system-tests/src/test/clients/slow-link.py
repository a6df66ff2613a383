"""A link between two hosts that delays every frame and loses some, as tc's netem does, which not every kernel has.

usage: slow-link.py DEVICE DEVICE DELAY-MILLISECONDS LOSS-PERCENT SEED

Makes two interfaces, to be moved to where they belong, and says "ready". Each end of the link takes frames at its
interface's size, so nothing is merged or split on the way. A queue that is full loses what comes last.
"""

import collections
import fcntl
import os
import random
import select
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TAP = 0x0002
IFF_NO_PI = 0x1000
LONGEST_FRAME = 65536
LONGEST_QUEUE = 10000
FRAMES_AT_ONCE = 256


def open_tap(name):
    tap = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TAP | IFF_NO_PI))
    return tap


def take(tap, queue, delay, loss, chance):
    """Takes what has come in."""
    for _ in range(FRAMES_AT_ONCE):
        try:
            frame = os.read(tap, LONGEST_FRAME)
        except BlockingIOError:
            return
        if chance.random() >= loss and len(queue) < LONGEST_QUEUE:
            queue.append((time.monotonic() + delay, frame))


def deliver(tap, queue):
    """Hands out what has been on the way for long enough."""
    while queue and queue[0][0] <= time.monotonic():
        try:
            os.write(tap, queue.popleft()[1])
        except OSError:
            pass  # an interface that is down takes nothing


def forward(taps, delay, loss, chance):
    queues = {taps[0]: collections.deque(), taps[1]: collections.deque()}
    while True:
        due = [queue[0][0] for queue in queues.values() if queue]
        wait = max(0, min(due) - time.monotonic()) if due else None
        for tap in select.select(taps, [], [], wait)[0]:
            take(tap, queues[tap], delay, loss, chance)
        deliver(taps[1], queues[taps[0]])
        deliver(taps[0], queues[taps[1]])


def main():
    first, second, delay, loss, seed = sys.argv[1:]
    taps = [open_tap(first), open_tap(second)]
    print("ready", flush=True)
    forward(taps, float(delay) / 1000, float(loss) / 100, random.Random(int(seed)))


main()
