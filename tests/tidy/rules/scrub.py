"""C++ with comments and literals blanked out, so that rules see code and nothing else."""

import re

TOKEN = re.compile(
    r"""
      (?P<raw>(?:u8|[uUL])?R"(?P<tag>[^()\\\s]{0,16})\(.*?\)(?P=tag)")
    | (?P<line>//(?:[^\n\\]|\\.)*)
    | (?P<block>/\*.*?\*/)
    | (?P<string>"(?:[^"\\\n]|\\.)*")
    | (?P<character>(?<![0-9A-Fa-f])'(?:[^'\\\n]|\\.)*')
    """,
    re.VERBOSE | re.DOTALL,
)


def blank(match):
    """Of the same shape: its lines stay, its quotes stay, its content becomes spaces."""
    text = match.group(0)
    if match.lastgroup in ("string", "character"):
        return text[0] + " " * (len(text) - 2) + text[-1]
    return re.sub(r"[^\n]", " ", text)


def scrub(source):
    return TOKEN.sub(blank, source)


def without_preprocessor(scrubbed):
    """Directives, with the lines that continue them, blanked out too."""
    return re.sub(r"^[ \t]*#(?:[^\n\\]|\\\n|\\.)*", lambda m: re.sub(r"[^\n]", " ", m.group(0)),
                  scrubbed, flags=re.MULTILINE)
