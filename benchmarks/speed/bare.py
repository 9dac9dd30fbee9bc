"""A program that does nothing, by click: what `--help` costs whoever uses it."""

import click


@click.command()
@click.version_option("1")
def main() -> None:
    """Do nothing."""


if __name__ == "__main__":
    main()
