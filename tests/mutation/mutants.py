"""Mutants of a C++ source: one small change to one line, of the kinds that people make."""

import dataclasses
import re

# A comment or a string is no code.
NOT_CODE = re.compile(r'//.*$|"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)\'')

SWAPS = [
    ("relation", re.compile(r" (==|!=|<=|>=|<|>) "),
     {"==": ["!="], "!=": ["=="], "<": ["<="], "<=": ["<"], ">": [">="], ">=": [">"]}),
    ("logic", re.compile(r" (&&|\|\|)(?= |$)"), {"&&": ["||"], "||": ["&&"]}),
    ("arithmetic", re.compile(r" (\+|-|\+=) "), {"+": ["-"], "-": ["+"], "+=": ["-="]}),
    ("truth", re.compile(r"\b(true|false)\b"), {"true": ["false"], "false": ["true"]}),
    ("extreme", re.compile(r"\bstd::(min|max)\("), {"min": ["max"], "max": ["min"]}),
    ("step up", re.compile(r"(?<![\w+])(\+\+)(?=\w)"), {"++": ["--"]}),
]
NUMBER = re.compile(r"(?<![\w.])(\d+)(?=U?\b)")
NEGATION = re.compile(r"(!)(?=[\w(*])")
CONDITION = re.compile(r"\bif \((?!auto|const)(.*)\)( return\b.*;| continue;| \{| break;|$)")
GUARD = re.compile(r"^\s*if \(.*\) (return\b.*|continue);$")
DECLARATION = re.compile(r"^(const|auto|static|constexpr|using|return|namespace|struct|class|case|"
                         r"break|continue|public|private|else|default)\b|"
                         r"^[\w:<>]+ [\w]+(;| =|\{|\()")
STATEMENT = re.compile(r"^[\w*(].*;$")


@dataclasses.dataclass(frozen=True)
class Mutant:
    file: str
    line: int  # from 1
    before: str
    after: str  # empty: the line is removed

    def __str__(self):
        return f"{self.file}: {self.before.strip()} => {self.after.strip() or '(removed)'}"


def enumerators(headers):
    """enum name -> its enumerators, of the closed enums in these texts."""
    found = {}
    for text in headers:
        for name, body in re.findall(r"enum class (\w+)[^{;]*\{(.*?)\};", text, re.DOTALL):
            body = re.sub(r"//.*", "", body)
            found[name] = [word for word in re.findall(r"(\w+)(?: = \d+)?\s*,", body)]
    return found


def blank(line):
    """The line with what is no code blanked out, column by column."""
    return NOT_CODE.sub(lambda m: " " * len(m.group(0)), line)


def changes(line, enums):
    """Every mutated text of one line of code; an empty one removes it."""
    code = blank(line)
    stripped = code.strip()
    if not stripped or stripped.startswith(("#", "}  //", "namespace", "[[nodiscard]]")):
        return
    for _, pattern, swaps in SWAPS:
        for match in pattern.finditer(code):
            for other in swaps.get(match.group(1), []):
                yield line[:match.start(1)] + other + line[match.end(1):]
    for match in NUMBER.finditer(code):
        yield line[:match.start(1)] + str(int(match.group(1)) + 1) + line[match.end(1):]
    for match in NEGATION.finditer(code):
        yield line[:match.start(1)] + line[match.end(1):]
    condition = CONDITION.search(code)
    # Where another kind turns the whole condition round already, once is enough.
    turned = condition and re.search(r" (==|!=) |^!\w", condition.group(1))
    if condition and not turned and balanced(condition.group(1)):
        start, end = condition.span(1)
        yield f"{line[:start]}!({line[start:end]}){line[end:]}"
    for match in re.finditer(r"\b(\w+)::(\w+)\b", code):
        known = enums.get(match.group(1), [])
        if match.group(2) in known and len(known) > 1 and not stripped.startswith("case "):
            other = known[(known.index(match.group(2)) + 1) % len(known)]
            yield line[:match.start(2)] + other + line[match.end(2):]
    if GUARD.match(code):
        yield ""
    elif STATEMENT.match(stripped) and not DECLARATION.match(stripped) and balanced(stripped):
        yield ""


def balanced(text):
    return all(text.count(a) == text.count(b) for a, b in ("()", "{}", "[]"))


def of_file(name, text, enums):
    """All mutants of one source, in the order of its lines."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if 'std::array<std::string_view' in line:
            continue
        for changed in dict.fromkeys(changes(line, enums)):
            if changed != line:
                found.append(Mutant(name, number, line, changed))
    return found
