"""Lets ``python -m wallboard`` be the same as ``wallboard``."""

from wallboard.app.cli import main

if __name__ == "__main__":
    main(prog_name="wallboard")
