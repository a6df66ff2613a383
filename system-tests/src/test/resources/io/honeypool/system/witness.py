"""Tells which frames with a mark are seen where: witness.py MARK [serve]. A line is INTERFACE PACKET-TYPE NUMBER, where
the type is 4 for what goes out there. With "serve" it also answers, as hosts on the internet do."""
import re
import socket
import sys
import threading


def echo(port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        door.bind(("", port))
        while True:
            data, peer = door.recvfrom(65535)
            door.sendto(data, peer)


def greet(port):
    with socket.create_server(("", port)) as door:
        while True:
            connection, _ = door.accept()
            with connection:
                connection.sendall(b"hello\n")


if sys.argv[2:] == ["serve"]:
    for port in 7, 53:
        threading.Thread(target=echo, args=(port,), daemon=True).start()
    for port in 25, 80:
        threading.Thread(target=greet, args=(port,), daemon=True).start()
mark = re.compile(sys.argv[1].encode() + rb"([0-9]{4})")
with socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3)) as everything:
    everything.setsockopt(socket.SOL_SOCKET, 33, 32 << 20)  # SO_RCVBUFFORCE
    print("- 0 0", flush=True)
    while True:
        frame, source = everything.recvfrom(65535)
        for number in set(mark.findall(frame)):
            print(source[0], source[2], number.decode(), flush=True)
