"""Draw the pictures of the saved pages' invented goods: `python -m tools.draw_pictures` makes `fixtures/pictures/`.

Nothing in them was ever seen: a drill, its little sister, a battery and a jar of cream, as a brand would show them, as
sellers of copies do, and used. `pictures.json` says for the addresses in the pages which picture is there; some
addresses stay without one, as on a real market. What the demo's watchlist and its case need goes to `examples/` too.
"""

import json
import re
import zlib
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FIXTURES = Path(__file__).parents[1] / "fixtures"
FOLDER = FIXTURES / "pictures"
EXAMPLES = FIXTURES.parent / "examples"
IN_EXAMPLES = {
    "nordwerk.png": "m5-brand.png",
    "nordwerk-x200.png": "x200-brand.png",
    "solvanta.png": "cream-brand.png",
    "saved/x200_files/O1CN01demo106_!!880200301.jpg_400x400.jpg": "x200-copy1.png",
    "saved/m5_files/O1CN01demo107a_!!880200301.jpg": "m5-copy1.png",
}
"""The pictures of genuine goods that the demo's watchlist names, and those of the pages that were "saved by hand"."""
DOCUMENTS = {
    "documents/register.png": ("COMMERCIAL REGISTER", "Firm: Nordwerk GmbH", "Seat: Musterstadt", "Number: HRB 00000"),
    "documents/cn-00000001.png": (
        "TRADE MARK REGISTRATION", "Jurisdiction: CN", "Number: 00000001", "Mark: NORDWERK", "Class: 7",
        "Holder: Nordwerk GmbH", "Valid until: 2031-05-01",
    ),
}  # fmt: skip
"""Words of the documents that the demo's watchlist names: they stand for the owner's own, and prove nothing."""
SIZE, DRAWN = 480, 960
"""Pixels of a picture, and while it is drawn."""
Colour = tuple[int, int, int]
Pen = ImageDraw.ImageDraw
GREEN, ORANGE, BLUE, DARK, STEEL = (24, 92, 74), (214, 96, 30), (38, 84, 150), (42, 44, 48), (168, 174, 182)

_COPY = re.compile(r"高仿|复刻|原单|同款|尾货|尾单|工厂|厂家|copy|1:1|OEM|style|Logo|平替|无标|无码", re.IGNORECASE)
_USED = re.compile(r"二手|拆机|used|renewed|vintage|裸机|body only|tester", re.IGNORECASE)
_OTHER = re.compile(r"21V|Nordwerkstatt|工具包|holder|sticker|sign|stickers|plate|mold|外壳|charm|Box And|bits?\b|钻头",
                    re.IGNORECASE)  # fmt: skip
_KINDS = (
    ("battery", re.compile(r"batter|电池", re.IGNORECASE)),
    ("cream", re.compile(r"solvanta|索凡塔|cream|面霜", re.IGNORECASE)),
    ("m5", re.compile(r"\bM5|M5", re.IGNORECASE)),
    ("x200", re.compile(r"X-?200", re.IGNORECASE)),
)


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, draw in PICTURES.items():
        picture = Image.new("RGB", (DRAWN, DRAWN), "white")
        draw(ImageDraw.Draw(picture))
        small = picture.resize((SIZE, SIZE), Image.Resampling.LANCZOS).quantize(40, dither=Image.Dither.NONE)
        small.save(FOLDER / name, optimize=True)
    for name, picture in IN_EXAMPLES.items():
        (EXAMPLES / name).write_bytes((FOLDER / picture).read_bytes())
    for name, lines in DOCUMENTS.items():
        _document(lines).save(EXAMPLES / name, optimize=True)
    index = {
        address: picture for address, title in sorted(_titles().items()) if (picture := picture_of(address, title))
    }
    (FOLDER / "pictures.json").write_text(json.dumps(index, indent=0, ensure_ascii=False) + "\n", encoding="utf-8")


def picture_of(address: str, title: str) -> str | None:
    """The name of the picture at an address, by the title beside it; None for goods that are not drawn."""
    kind = next((name for name, pattern in _KINDS if pattern.search(title)), None)
    chance = zlib.crc32(address.encode())
    if kind is None or _OTHER.search(title) or chance % 8 == 0:
        return None
    look = "brand"
    if _USED.search(title):
        look = "used"
    elif _COPY.search(title):
        look = f"copy{chance // 8 % 2 + 1}"
    return name if (name := f"{kind}-{look}.png") in PICTURES else f"{kind}-brand.png"


def _titles() -> dict[str, str]:
    """The titles of the listings on the saved pages, by the address of the first picture."""
    titles: dict[str, str] = {}
    for file in sorted(FIXTURES.glob("*/*/expected.json")):
        for listing in json.loads(file.read_text(encoding="utf-8")).get("listings") or ():
            if listing.get("image_urls") and listing.get("title"):
                titles.setdefault(listing["image_urls"][0], listing["title"])
    return titles


def drill(pen: Pen, body: Colour, *, name: str, small: bool = False, worn: bool = False) -> None:
    """A cordless drill, its nose to the left."""
    k = 0.78 if small else 1.0

    def at(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(490 + (x - 490) * k, 480 + (y - 480) * k) for x, y in points]

    grip = body if not worn else (96, 104, 98)
    pen.polygon(at((560, 420), (690, 420), (730, 700), (600, 700)), fill=DARK)
    pen.polygon(at((585, 430), (650, 430), (690, 690), (625, 690)), fill=grip)
    pen.rounded_rectangle(at((560, 690), (820, 800)), 26, fill=DARK)
    pen.rounded_rectangle(at((575, 705), (805, 745)), 16, fill=body)
    pen.rounded_rectangle(at((330, 260), (800, 440)), 70, fill=body)
    pen.rounded_rectangle(at((640, 280), (800, 420)), 50, fill=DARK)
    for x in range(660, 780, 26):
        pen.line(at((x, 310), (x, 390)), fill=(90, 94, 100), width=9)
    pen.rounded_rectangle(at((250, 285), (345, 415)), 20, fill=DARK)
    pen.polygon(at((170, 315), (255, 300), (255, 400), (170, 385)), fill=STEEL)
    pen.line(at((60, 350), (172, 350)), fill=(120, 126, 134), width=16)
    pen.ellipse(at((520, 455), (565, 520)), fill=(190, 40, 36))
    pen.text(at((375, 315))[0], name, font=ImageFont.load_default(int(48 * k)), fill="white")
    if worn:
        for x, y in ((400, 290), (470, 410), (610, 300), (720, 430), (640, 600)):
            pen.line(at((x, y), (x + 60, y + 14)), fill=(206, 204, 196), width=5)


def battery(pen: Pen, body: Colour, name: str) -> None:
    """A battery pack."""
    pen.rounded_rectangle((220, 330, 740, 700), 50, fill=DARK)
    pen.rounded_rectangle((250, 470, 710, 670), 36, fill=body)
    pen.rounded_rectangle((320, 250, 640, 350), 30, fill=(70, 74, 80))
    for x in (370, 450, 530):
        pen.rectangle((x, 262, x + 44, 332), fill=STEEL)
    pen.text((300, 520), name, font=ImageFont.load_default(76), fill="white")


def jar(pen: Pen, lid: Colour, name: str, *, label: Colour = (238, 243, 248), worn: bool = False) -> None:
    """A jar of cream."""
    pen.rounded_rectangle((230, 400, 730, 760), 80, fill=label, outline=(170, 180, 190), width=6)
    pen.rounded_rectangle((210, 270, 750, 430), 40, fill=lid)
    for x in range(240, 740, 34):
        pen.line((x, 290, x, 412), fill=tuple(max(0, c - 26) for c in lid), width=6)
    pen.text((300, 500), name, font=ImageFont.load_default(74), fill=BLUE)
    pen.text((350, 610), "Aqua 24   50 ml", font=ImageFont.load_default(44), fill=(96, 110, 124))
    if worn:
        pen.polygon([(560, 560), (740, 500), (728, 690), (600, 700)], fill=(226, 222, 210))


def shop(pen: Pen, words: str, colour: Colour) -> None:
    """A seller's frame and banner around the goods."""
    pen.rectangle((0, 0, DRAWN - 1, DRAWN - 1), outline=colour, width=22)
    pen.rectangle((0, 838, DRAWN, DRAWN), fill=colour)
    pen.text((48, 862), words, font=ImageFont.load_default(62), fill="white")
    pen.ellipse((700, 40, 920, 220), fill=(200, 30, 40))
    pen.text((742, 96), "SALE", font=ImageFont.load_default(60), fill="white")


def bench(pen: Pen) -> None:
    """A workbench under the goods."""
    pen.rectangle((0, 0, DRAWN, DRAWN), fill=(224, 220, 212))
    pen.rectangle((0, 700, DRAWN, DRAWN), fill=(150, 116, 82))
    for y in range(730, DRAWN, 62):
        pen.line((0, y, DRAWN, y), fill=(134, 102, 70), width=5)


def watermark(pen: Pen, words: str) -> None:
    """A seller's words across the goods."""
    for x, y in ((60, 120), (420, 560), (120, 780)):
        pen.text((x, y), words, font=ImageFont.load_default(52), fill=(206, 206, 206))


def _document(lines: tuple[str, ...]) -> Image.Image:
    """A page that says what it would be, and that it is none."""
    page = Image.new("P", (620, 877))
    page.putpalette([255, 255, 255, *DARK, 190, 40, 36])
    pen = ImageDraw.Draw(page)
    pen.rectangle((24, 24, 595, 852), outline=1, width=3)
    for place, line in enumerate(lines):
        pen.text((70, 110 + 70 * place), line, font=ImageFont.load_default(30), fill=1)
    pen.text((130, 640), "SPECIMEN", font=ImageFont.load_default(72), fill=2)
    pen.text((70, 750), "Invented for a demo. No such document exists.", font=ImageFont.load_default(22), fill=2)
    return page


def _all(*steps: Callable[[Pen], None]) -> Callable[[Pen], None]:
    def draw(pen: Pen) -> None:
        for step in steps:
            step(pen)

    return draw


PICTURES: dict[str, Callable[[Pen], None]] = {
    "x200-brand.png": lambda pen: drill(pen, GREEN, name="NORDWERK"),
    "x200-copy1.png": _all(
        lambda pen: drill(pen, (30, 120, 84), name="NORDVERK"), lambda pen: shop(pen, "FACTORY DIRECT", ORANGE)
    ),
    "x200-copy2.png": _all(
        bench, lambda pen: drill(pen, (20, 78, 70), name="X200"), lambda pen: watermark(pen, "TOOL SHOP 18")
    ),
    "x200-used.png": _all(bench, lambda pen: drill(pen, (52, 96, 80), name="NORDWERK", worn=True)),
    "m5-brand.png": lambda pen: drill(pen, GREEN, name="M5", small=True),
    "m5-copy1.png": _all(
        lambda pen: drill(pen, (28, 130, 96), name="M5", small=True), lambda pen: shop(pen, "OEM  10 PCS", BLUE)
    ),
    "m5-copy2.png": _all(bench, lambda pen: drill(pen, (16, 84, 88), name="M-5", small=True)),
    "m5-used.png": _all(bench, lambda pen: drill(pen, (60, 100, 84), name="M5", small=True, worn=True)),
    "battery-brand.png": lambda pen: battery(pen, GREEN, "20V 4.0Ah"),
    "cream-brand.png": lambda pen: jar(pen, (62, 128, 186), "Solvanta"),
    "cream-copy2.png": _all(bench, lambda pen: jar(pen, (58, 110, 170), "Solvamta", label=(246, 240, 226))),
    "cream-used.png": _all(bench, lambda pen: jar(pen, (70, 120, 170), "Solvanta", worn=True)),
}

if __name__ == "__main__":
    main()
