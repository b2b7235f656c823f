"""`python -m songngu` and the `songngu` command."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from songngu.cli.app import run

    run()


if __name__ == "__main__":
    main()
