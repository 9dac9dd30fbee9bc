"""Connections: how many there may be, and how long a client may take. Who is slow keeps no room from others."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web
from aiohttp.typedefs import Handler

PATIENCE = 30
"""Seconds that a client may take to send a request."""

TAKING = 10
"""Times as long as it may take over an answer, which it may be working on meanwhile."""

MOST = 500
"""Connections at once, where the system lets a process open as many files four times over."""

FULL = b"too many requests are being answered; ask again in a moment\n"


def most() -> int:
    """How many connections there may be at once: each is an open file, and what the program itself does needs some."""
    try:
        import resource  # noqa: PLC0415 - only Unix has it
    except ImportError:
        return MOST
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return MOST if files == resource.RLIM_INFINITY else min(MOST, files // 4)


class Connections:
    """The connections of a server: no more than a limit, each for as long as one may be patient with it."""

    def __init__(self, limit: int, patience: float) -> None:
        self.patience = patience
        self._limit = limit
        self._busy: set[Any] = set()

    @web.middleware
    async def answer(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Answer a request, and keep the answer no longer than the client may take over it."""
        self._busy.add(request.protocol)
        try:
            answer = await handler(request)
            await self._sent(answer, request)
        finally:
            self._busy.discard(request.protocol)
        return answer

    async def _sent(self, answer: web.StreamResponse, request: web.Request) -> None:
        try:
            async with asyncio.timeout(TAKING * self.patience):
                await answer.prepare(request)
                await answer.write_eof()
        except TimeoutError:
            if request.transport is not None:
                request.transport.abort()
        except ConnectionError:
            pass  # it left

    async def listen(self, runner: web.AppRunner, host: str, port: int) -> asyncio.Server:
        """Let a runner that is set up answer at a port.

        Where there are as many connections as there may be, the oldest over which no request is being answered is
        ended, else the new one is refused. Raises OSError where the port cannot be had. Close what is returned
        before the runner is cleaned up.
        """
        server = runner.server
        assert server is not None  # noqa: S101 - it is set up

        def connection() -> asyncio.BaseProtocol:
            there = [one for one in server.connections if one.transport is not None]
            if len(there) >= self._limit:
                idle = next((one for one in there if one not in self._busy), None)
                if idle is None:
                    return _Full()
                idle.force_close()
            return server()

        # The system lets in all who wait at once, before any of them is counted.
        return await asyncio.get_running_loop().create_server(connection, host, port, backlog=min(100, self._limit))


class _Full(asyncio.Protocol):
    """What is told to who comes when all are busy."""

    def connection_made(self, transport: Any) -> None:
        """Tell it, and hang up."""
        head = (
            "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\nRetry-After: 5\r\n"
            f"Access-Control-Allow-Origin: *\r\nContent-Length: {len(FULL)}\r\nConnection: close\r\n\r\n"
        )
        transport.write(head.encode() + FULL)
        transport.close()
