"""A TCP relay in front of Tansu, whose answers to ApiVersions v3 librdkafka before 2.2 cannot read.

An ApiVersions request of version 3 or above is answered here with UNSUPPORTED_VERSION (35), whereupon every
client asks again with version 0. All other bytes pass through unread.
"""

import asyncio
import struct
import sys

API_VERSIONS = 18
UNSUPPORTED_VERSION = 35
CHUNK = 1 << 18
HEADER = struct.Struct(">ihhi")  # size, api key, api version, correlation id


async def pump(reader, writer):
    try:
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


async def pass_bytes(reader, writer, count):
    while count:
        data = await reader.read(min(count, CHUNK))
        if not data:
            raise asyncio.IncompleteReadError(b"", count)
        writer.write(data)
        await writer.drain()
        count -= len(data)


def refusal(correlation_id):
    body = struct.pack(">ihi", correlation_id, UNSUPPORTED_VERSION, 0)
    return struct.pack(">i", len(body)) + body


async def forward_requests(client_reader, client_writer, broker_writer):
    try:
        while True:
            header = await client_reader.readexactly(HEADER.size)
            size, api_key, version, correlation_id = HEADER.unpack(header)
            rest = size - (HEADER.size - 4)
            if api_key == API_VERSIONS and version >= 3:
                await client_reader.readexactly(rest)
                client_writer.write(refusal(correlation_id))
            else:
                broker_writer.write(header)
                await pass_bytes(client_reader, broker_writer, rest)
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        broker_writer.close()


async def serve(port, broker_port):
    async def accept(client_reader, client_writer):
        try:
            broker_reader, broker_writer = await asyncio.open_connection("127.0.0.1", broker_port, limit=4 * CHUNK)
        except ConnectionError:
            client_writer.close()
            return
        await asyncio.gather(
            forward_requests(client_reader, client_writer, broker_writer), pump(broker_reader, client_writer)
        )

    server = await asyncio.start_server(accept, "127.0.0.1", port, limit=4 * CHUNK)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
