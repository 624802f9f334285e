"""What colours look like to colour-blind eyes.

    python -m tests.plots.eyes results/compare/ID/SEEDS/figures /tmp/seen

writes every PNG of a folder as three kinds of eyes see it (Machado, Oliveira and Fernandes 2009, at
full severity; distances are those of CAM02-UCS, in which 1 is about what one just tells apart).
"""

import sys
from pathlib import Path

import numpy as np
from colorspacious import cspace_convert, deltaE
from matplotlib.colors import to_rgb

EYES = {
    "usual": None,
    "deuteranopia": "deuteranomaly",
    "protanopia": "protanomaly",
    "tritanopia": "tritanomaly",
}


def seen(colours, eyes):
    """Return colours, red, green and blue in [0, 1] along the last axis, as these eyes see them."""
    kind = EYES[eyes]
    if kind is None:
        return np.asarray(colours, float)
    space = {"name": "sRGB1+CVD", "cvd_type": kind, "severity": 100}
    return np.clip(cspace_convert(colours, space, "sRGB1"), 0, 1)


def distance(one, other, eyes):
    """Return how far apart two named colours are to these eyes."""
    pair = (seen(np.array(to_rgb(colour)), eyes) for colour in (one, other))
    return float(deltaE(*pair, input_space="sRGB1"))


def write_seen(figures, there):
    """Write every picture of a folder as each kind of eyes sees it."""
    from matplotlib.image import imread, imsave

    there.mkdir(parents=True, exist_ok=True)
    for path in sorted(figures.glob("*.png")):
        picture = imread(path)[..., :3]
        for eyes in list(EYES)[1:]:
            imsave(there / f"{path.stem}.{eyes}.png", seen(picture, eyes))
            print(there / f"{path.stem}.{eyes}.png")


if __name__ == "__main__":
    write_seen(Path(sys.argv[1]), Path(sys.argv[2]))
