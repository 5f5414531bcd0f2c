"""The one error tree: our own misuse apart from what the other side did wrong."""


class WallboardError(Exception):
    """Whatever goes wrong in words a user can act on: what, where and what to do."""


class ConfigError(WallboardError):
    """A file or an option that a person wrote cannot be used."""


class RemoteError(WallboardError):
    """The other side of a connection did something it must not, or is not there."""


class ProtocolError(RemoteError):
    """The other side sent what its protocol does not allow."""


class LoginRefused(RemoteError):
    """The other side does not accept who we say we are; trying again by itself is no use."""


class PbxRefused(RemoteError):
    """The PBX did not accept an action; the message is the PBX's own."""
