"""`python -m monitor`."""

from monitor.cli import main

if __name__ == "__main__":  # processes that `assess` starts read this file again
    main()
