"""Fetches the front-end libraries by their lock file and copies what pages use into daicho/web/static/vendor.

The fonts of printed documents come the same way, into a folder that is never served.
Needs npm: the system's when there is one, otherwise that of a PyPI package, which is installed into the virtual
environment. Leaves everything else of the libraries in node_modules.
"""

import gzip
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "daicho" / "web" / "static" / "vendor"
ICONS = ROOT / "daicho" / "web" / "icons.txt"
FILES = {
    "tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "echarts.common.min.js": "echarts/dist/echarts.common.min.js",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "idiomorph.min.js": "idiomorph/dist/idiomorph.min.js",
}
FONTS = ROOT / "daicho" / "engine" / "documents" / "fonts"
FONT_FILES = {
    "NotoSansJP-Regular.ttf": "noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf",
    "NotoSansJP-Bold.ttf": "noto-sans-jp/700Bold/NotoSansJP_700Bold.ttf",
    "LICENSE.txt": "noto-sans-jp/LICENSE_FONT",
    "NotoEmoji-Regular.ttf": "noto-emoji/400Regular/NotoEmoji_400Regular.ttf",
    "LICENSE-NotoEmoji.txt": "noto-emoji/LICENSE_FONT",
}
SVG = "http://www.w3.org/2000/svg"


def npm() -> str:
    """The npm to use; installs one beside the running Python when the system has none that works."""
    found = shutil.which("npm")
    if found and subprocess.run([found, "--version"], capture_output=True, check=False).returncode == 0:
        return found
    requirements = str(ROOT / "requirements" / "node.txt")
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", requirements]
    subprocess.run(install, check=True)
    return str(Path(sys.executable).parent / "npm")


def sprite(names: list[str]) -> str:
    """One SVG holding a symbol for each named icon. Raises FileNotFoundError for an icon that does not exist."""
    ET.register_namespace("", SVG)
    root = ET.Element(f"{{{SVG}}}svg")
    for name in names:
        drawing = ET.parse(MODULES / "@tabler" / "icons" / "icons" / "outline" / f"{name}.svg").getroot()
        symbol = ET.SubElement(root, f"{{{SVG}}}symbol", {"id": name, "viewBox": drawing.get("viewBox", "0 0 24 24")})
        symbol.extend(list(drawing))
    return ET.tostring(root, encoding="unicode")


def main() -> None:
    """Fetch, copy, draw the icon sheet, and compress each file once, so that the server need not."""
    subprocess.run([npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=ROOT, check=True)
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for name, source in FILES.items():
        shutil.copyfile(MODULES / source, VENDOR / name)
    (VENDOR / "icons.svg").write_text(sprite(ICONS.read_text("utf-8").split()), "utf-8")
    for path in sorted(VENDOR.iterdir()):
        path.with_name(path.name + ".gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    FONTS.mkdir(exist_ok=True)
    for name, source in FONT_FILES.items():
        shutil.copyfile(MODULES / "@expo-google-fonts" / source, FONTS / name)


if __name__ == "__main__":
    main()
