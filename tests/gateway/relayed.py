"""The log's flushes as a relay on another machine would get them: encoded and decoded."""

import msgspec

from wallboard.gateway.core.log import Flush

_decoder = msgspec.msgpack.Decoder(Flush)


def relayed(flush: Flush) -> Flush:
    """A flush after its way over the network."""
    return _decoder.decode(msgspec.msgpack.encode(flush))
