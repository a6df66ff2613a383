"""A client on AsyncSSH: PORT PASSWORD exec COMMAND | shell | put FROM TO | get FROM TO | forward LOCAL REMOTE."""

import asyncio
import os
import shutil
import sys
import termios
import tty

import asyncssh


async def run(client, command):
    result = await client.run(command, encoding=None, stdin=asyncssh.DEVNULL)
    sys.stdout.buffer.write(result.stdout)
    sys.stderr.buffer.write(result.stderr)
    return result.exit_status


async def shell(client):
    size = shutil.get_terminal_size()
    before = termios.tcgetattr(0)
    tty.setraw(0)
    try:
        process = await client.create_process(
            term_type=os.environ.get("TERM", "xterm"),
            term_size=(size.columns, size.lines),
            encoding=None,
            stdin=os.fdopen(os.dup(0), "rb", buffering=0),
            stdout=os.fdopen(os.dup(1), "wb", buffering=0),
        )
        return (await process.wait()).exit_status
    finally:
        termios.tcsetattr(0, termios.TCSADRAIN, before)


async def forward(client, local, remote):
    listener = await client.forward_local_port("127.0.0.1", local, "127.0.0.1", remote)
    await listener.wait_closed()
    return 0


async def main(port, password, what, *arguments):
    async with asyncssh.connect(
        "127.0.0.1", int(port), username="root", password=password, known_hosts=None, client_keys=None, config=None
    ) as client:
        if what == "exec":
            return await run(client, *arguments)
        if what == "shell":
            return await shell(client)
        if what == "forward":
            return await forward(client, *map(int, arguments))
        async with client.start_sftp_client() as sftp:
            await (sftp.put if what == "put" else sftp.get)(*arguments)
        return 0


sys.exit(asyncio.run(main(*sys.argv[1:])))
