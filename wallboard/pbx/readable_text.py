"""Makes texts of a PBX readable: bytes that are not UTF-8 are those of an older system."""


def is_utf8(text: str) -> bool:
    """Whether the PBX wrote ``text`` as UTF-8; other bytes are in it without loss (``surrogateescape``)."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def readable(text: str) -> str:
    """Returns displayable ``text``: bytes that are not UTF-8 are decoded as Windows-1252."""
    if is_utf8(text):
        return text
    # five bytes mean nothing in Windows-1252; they stay distinct as the control characters that Latin-1 has there
    return "".join(_windows_1252(byte) for byte in text.encode("utf-8", "surrogateescape"))


def _windows_1252(byte: int) -> str:
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)
