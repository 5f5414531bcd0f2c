"""The program ``wallboard`` as PyInstaller starts it."""

from wallboard.app.cli import main

main(prog_name="wallboard")
