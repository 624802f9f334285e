"""A figure as files one can hand on: SVG for screens, PNG for slides, PDF for print."""

from io import BytesIO
from pathlib import Path

from matplotlib.figure import Figure

from sim.plots.embedding import letters_shared

KINDS = ("svg", "png", "pdf")
DOTS_PER_INCH = 144
FONTS = b"'DejaVu Sans', 'Bitstream Vera Sans', Verdana, Geneva, sans-serif"


def save(figure: Figure, folder: Path, name: str, about: str = "") -> str:
    """Write the figure in all three kinds and return the SVG's text.

    The files say nothing of the hour they were made, so the same table gives the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = b""
    for kind in KINDS:
        room = BytesIO()
        told = _metadata(kind, name, about)
        with letters_shared():
            figure.savefig(room, format=kind, dpi=DOTS_PER_INCH, metadata=told)
        content = room.getvalue()
        content = _readable_anywhere(content) if kind == "svg" else content
        (folder / f"{name}.{kind}").write_bytes(content)
        written = content if kind == "svg" else written
    return written.decode("utf-8")


def _readable_anywhere(svg: bytes) -> bytes:
    """Name fonts of the same width after ours, for machines that do not have it."""
    return svg.replace(b"'DejaVu Sans'", FONTS)


def _metadata(kind: str, name: str, about: str) -> dict[str, str | None]:
    """Name the figure inside its file, in the way the kind of file wants it."""
    if kind == "png":
        return {"Title": name, "Description": about}
    if kind == "pdf":
        return {"Title": name, "Subject": about, "CreationDate": None}
    return {"Title": name, "Description": about, "Date": None}
