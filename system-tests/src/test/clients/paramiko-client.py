"""A client on paramiko: PORT PASSWORD exec COMMAND | shell | put FROM TO | get FROM TO | forward LOCAL REMOTE."""

import contextlib
import os
import select
import shutil
import socket
import sys
import termios
import threading
import tty

import paramiko


def run(client, command):
    channel = client.get_transport().open_session()
    channel.exec_command(command)
    channel.shutdown_write()
    sys.stdout.buffer.write(channel.makefile("rb").read())
    sys.stderr.buffer.write(channel.makefile_stderr("rb").read())
    return channel.recv_exit_status()


def shell(client):
    size = shutil.get_terminal_size()
    channel = client.invoke_shell(os.environ.get("TERM", "xterm"), size.columns, size.lines)
    before = termios.tcgetattr(0)
    tty.setraw(0)
    try:
        while True:
            ready, _, _ = select.select([channel, 0], [], [])
            if channel in ready:
                data = channel.recv(32768)
                if not data:
                    return channel.recv_exit_status()
                os.write(1, data)
            if 0 in ready:
                channel.sendall(os.read(0, 4096))
    finally:
        termios.tcsetattr(0, termios.TCSADRAIN, before)


def pump(source, sink):
    with contextlib.suppress(OSError):  # either end may be gone
        while data := source.recv(32768):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)


def forward(client, local, remote):
    listener = socket.create_server(("127.0.0.1", local))
    while True:
        connection, origin = listener.accept()
        channel = client.get_transport().open_channel("direct-tcpip", ("127.0.0.1", remote), origin)
        threading.Thread(target=pump, args=(connection, channel), daemon=True).start()
        threading.Thread(target=pump, args=(channel, connection), daemon=True).start()


def main(port, password, what, *arguments):
    client = paramiko.SSHClient()
    client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
    client.connect("127.0.0.1", int(port), "root", password, allow_agent=False, look_for_keys=False)
    with client:
        if what == "exec":
            return run(client, *arguments)
        if what == "shell":
            return shell(client)
        if what == "forward":
            return forward(client, *map(int, arguments))
        with client.open_sftp() as sftp:
            (sftp.put if what == "put" else sftp.get)(*arguments)
        return 0


sys.exit(main(*sys.argv[1:]))
