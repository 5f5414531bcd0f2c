"""Texts of errors of the system or of a certificate: without numbers, types and internal file names."""

import os


def why(error: Exception) -> str:
    """Returns the system's text of ``error``, for a sentence that already names the file or the address."""
    import socket  # noqa: PLC0415 - start-up time: a window is painted without the network's modules
    import ssl  # noqa: PLC0415 - start-up time

    match error:
        case ssl.SSLCertVerificationError(verify_message=str(words)) if words:
            return words
        case ssl.SSLError(reason=str(words)):
            return words.replace("_", " ").lower()
        case UnicodeDecodeError():
            return "it is not text in UTF-8"
        case RecursionError():
            return "it is nested too deep"
        case socket.gaierror(strerror=str(words)):
            return words
        case OSError(errno=int(number)) if os.name == "posix" and number > 0:
            return os.strerror(number)  # asyncio replaces the system's text by its own
        case OSError(strerror=str(words)) if words:
            return words
        case OSError() if "Multiple exceptions" in str(error):
            return "none of its addresses responds"
        case _:
            return str(error)
