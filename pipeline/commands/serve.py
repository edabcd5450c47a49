"""`factsheet serve`: the report on loopback, made anew as the outputs change."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.commands.common import complain
from pipeline.commands.report import LanguageOption, SourcesOption


def serve(
    output_dir: Annotated[Path, typer.Argument(metavar="OUTPUT", help="A folder that extract writes.")],
    sources: SourcesOption = None,
    language: LanguageOption = "en",
    port: Annotated[
        int, typer.Option(metavar="PORT", min=0, max=65535, help="Where to listen; 0 takes a free port.")
    ] = 8737,
) -> None:
    """Show the report at an address of this machine, and follow the outputs as they change.

    The same page as of report; when extract writes other outputs, it shows them. Corrections stay in the
    browser until they are downloaded. Nothing but this machine can reach it. Ctrl-C ends it.
    """
    from pipeline.errors import UsageError
    from pipeline.report.server import HOST, Pages, Server
    from pipeline.report.words import check_language
    from pipeline.store import reason

    check_language(language)
    pages = Pages(output_dir, sources, language, complain)
    try:
        server = Server(pages, port)
    except OSError as error:
        raise UsageError(f"{HOST}:{port} can't be used: {reason(error)}; name another --port") from error
    with server:
        try:
            typer.echo(f"the report is at {server.address} (Ctrl-C ends it)")
            server.serve_forever()
        except KeyboardInterrupt:
            typer.echo("ended")
