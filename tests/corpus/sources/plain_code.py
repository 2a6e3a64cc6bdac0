"""Source code that has nothing to do with AWS: every finding in it is a false hit until someone explains it."""

from collections.abc import Iterator

from labeller.document import Document

SUFFIXES = (
    ".py",
    ".js",
    ".ts",
    ".mjs",
    ".cjs",
    ".css",
    ".scss",
    ".json",
    ".toml",
    ".yaml",
    ".sh",
    ".glsl",
    ".md",
    ".txt",
)
#: Minified bundles repeat the sources; translations are prose.
SKIPPED = (".min.", "/locale/", "/build/", "/dist/js/", "/dist/css/", "/cdn.", "/examples/fonts/")
#: A file that mentions AWS may hold real identifiers.
MENTIONS = ("aws", "amazon", "arn:")
LONGEST_CHARS = 120_000


def read_documents(source: str, files: Iterator[tuple[str, bytes]]) -> Iterator[Document]:
    """A document per source file, in the order of the package."""
    for path, content in files:
        if not path.endswith(SUFFIXES) or any(sign in path for sign in SKIPPED) or len(content) > LONGEST_CHARS:
            continue
        try:
            text = content.decode()
        except UnicodeDecodeError:
            continue
        lowered = text.lower()
        if text and not any(sign in lowered for sign in MENTIONS):
            yield Document(source, path, text)
