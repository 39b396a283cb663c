"""Arrow tables as bytes in a cell of a Spark table: on their way between tasks, and to the driver."""

from __future__ import annotations

import pyarrow as pa


def pack(table: pa.Table) -> bytes:
    """The table, compressed; what is packed is much alike."""
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(sink, table.schema, options=options) as stream:
        stream.write_table(table)
    return sink.getvalue().to_pybytes()


def unpack(packed: bytes) -> pa.Table:
    """What `pack` was given."""
    return pa.ipc.open_stream(packed).read_all()
