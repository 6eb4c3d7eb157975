"""Connections to nginx that can send anything, and the clients that use them."""

import asyncio
import socket
import ssl
import struct
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from random import Random

from tests.front_servers.servers import HOST, FrontServer
from tests.load.processes import IsOver

_SMALL_BUFFER = 4_096  # bytes that the system stores for a client that does not read
_ABORTED = struct.pack("ii", 1, 0)  # SO_LINGER: closing the connection sends a reset
_PATIENCE = 20.0  # seconds to wait for an answer
_CHECK_SECONDS = 0.1


class Wire:
    """An open connection, with or without TLS."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def send(self, data: bytes) -> None:
        """Send bytes. Raises OSError if the connection was closed."""
        self._writer.write(data)
        await self._writer.drain()

    async def read(self, count: int, seconds: float = _PATIENCE) -> bytes | None:
        """Return up to `count` bytes, b"" if the server closed, None if nothing came in time."""
        try:
            # Not wait_for, which can lose a cancellation in Python 3.11.
            async with asyncio.timeout(seconds):
                return await self._reader.read(count)
        except TimeoutError:
            return None

    def reset(self) -> None:
        """Close the connection at once, so that the server gets an error."""
        self._writer.get_extra_info("socket").setsockopt(
            socket.SOL_SOCKET, socket.SO_LINGER, _ABORTED
        )
        self._writer.transport.abort()


@asynccontextmanager
async def wire(front: FrontServer, client: str, *, is_plain: bool = False) -> AsyncIterator[Wire]:
    """Open a connection from the address `client`; close it after the block.

    If `is_plain` is True, no TLS is used. Raises OSError if the server does not accept it.
    """
    plain = socket.socket()
    try:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _SMALL_BUFFER)
        plain.bind((client, 0))
        plain.setblocking(False)
        await asyncio.get_running_loop().sock_connect(plain, ("127.0.0.1", front.port))
        reader, writer = await asyncio.open_connection(
            sock=plain,
            limit=_SMALL_BUFFER,
            ssl=None if is_plain else _UNCHECKED,
            server_hostname=None if is_plain else HOST,
        )
    except BaseException:
        plain.close()
        raise
    try:
        yield Wire(reader, writer)
    finally:
        writer.transport.abort()


def outcome_of(data: bytes | None) -> str:
    """Return the status of an answer as text, "closed" or "silent"."""
    if data is None:
        return "silent"
    words = data.split(None, 2)
    return words[1].decode("latin-1") if len(words) > 1 and data[:5] == b"HTTP/" else "closed"


# One try of a client: it gets the server, its own address and a random generator, and returns what
# happened, as `outcome_of` does. It is cancelled at the end of the load test.
Try = Callable[[FrontServer, str, Random], Awaitable[str]]


def keep_trying(
    front: FrontServer,
    tries: dict[str, Try],
    clients: list[tuple[str, str]],
    pause: float,
    is_over: IsOver,
) -> Counter[str]:
    """Run clients until `is_over` returns True; return how often each outcome occurred.

    `clients` are pairs of a key of `tries`, or "" for a random one each time, and the address of
    the client. Between two tries, a client waits for `pause` seconds on average.
    """
    outcomes: Counter[str] = Counter()

    async def one(number: int, kind: str, client: str) -> None:
        chance = Random(number)
        while True:
            name = kind or chance.choice(list(tries))
            outcome = "not ended"
            try:
                outcome = await tries[name](front, client, chance)
            except OSError:
                outcome = "closed"
            finally:
                outcomes[f"{name}: {outcome}"] += 1
            await asyncio.sleep(2 * pause * chance.random())

    async def everyone() -> None:
        tasks = [asyncio.create_task(one(number, *client)) for number, client in enumerate(clients)]
        while not is_over():
            await asyncio.sleep(_CHECK_SECONDS)
            for task in tasks:
                if task.done():
                    task.result()  # raises the error of a client, which is an error of this test
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    asyncio.run(everyone())
    return outcomes


def _unchecked() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


_UNCHECKED = _unchecked()
