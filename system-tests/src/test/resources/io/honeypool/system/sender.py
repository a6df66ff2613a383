import socket
import sys
import threading


def connect(number, host, port):
    try:
        with socket.create_connection((host, port), 4) as peer:
            if peer.recv(1):
                print(number)
    except OSError:
        pass


with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as link:
    link.bind((sys.argv[1], 0))
    threads = []
    for line in sys.stdin:
        words = line.split()
        if words[0] == "connect":
            threads.append(threading.Thread(target=connect, args=(words[1], words[2], int(words[3]))))
            threads[-1].start()
        else:
            try:
                link.send(bytes.fromhex(words[1]))
            except OSError as refused:
                print("cannot send", words[0], refused, file=sys.stderr)
    for thread in threads:
        thread.join()
