"""The key of the hashes of callers' numbers: a file of the site's own, made at the first start.

It is not in the database: who has only that cannot try all numbers for a hash.
"""

import logging
import secrets
from pathlib import Path
from typing import Final

from wallboard.history.files import make_private
from wallboard.host.whole_file import write_whole

logger = logging.getLogger(__name__)

NAME: Final = "callers.key"
_BYTES: Final = 32


def number_key(folder: Path) -> bytes:
    """Returns the key in a folder, which is created where there is none.

    Where it can be neither read nor written, one that is lost with the process is returned, which is logged.
    """
    path = folder / NAME
    try:
        key = _key_in(path.read_bytes())
        if key is not None:
            return key
        logger.error("%s is not a key: callers of before are not found again; a new one is written", path)
        path.replace(path.with_name(f"{NAME}.unreadable"))
    except FileNotFoundError:
        pass
    except OSError as error:
        logger.warning("cannot read %s: %s; callers of before are not found again", path, error)
        return secrets.token_bytes(_BYTES)
    return _new_key(path)


def _key_in(content: bytes) -> bytes | None:
    try:
        key = bytes.fromhex(content.decode("ascii").strip())
    except ValueError:
        return None
    return key if len(key) == _BYTES else None


def _new_key(path: Path) -> bytes:
    key = secrets.token_bytes(_BYTES)
    try:
        make_private(path.parent)
        write_whole(path, key.hex(), is_only_writer=True)
    except OSError as error:
        logger.warning("cannot write %s: %s; callers of today are not found again tomorrow", path, error.strerror)
    return key
