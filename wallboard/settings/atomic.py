"""Writing a file so that it is whole at every moment: the old one or the new one, never half of either."""

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, content: str) -> None:
    """Replace ``path`` by ``content``, readable for its owner alone; raises `OSError` and leaves the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # made with mode 0600
    fresh = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
