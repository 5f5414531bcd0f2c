"""The program ``wallboard-gateway`` as PyInstaller starts it."""

from wallboard.app.gateway_program import main

main()
