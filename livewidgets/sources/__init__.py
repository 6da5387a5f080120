"""How each thing is read: asyncio, sockets and reader threads; knows nothing of views."""
