"""The desk as a user starts it, measured from within: ``python -m tests.bench.desk_child BEGAN_S PORT SECONDS``."""

import sys

from wallboard.app.starting import without_collector

if __name__ == "__main__":
    with without_collector():
        from tests.bench.desk_meter import main

        main(float(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
