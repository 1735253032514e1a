"""The length of functions: measured by braces in C++, by the syntax tree in Python."""

import ast
import bisect
import re

from rules.scrub import scrub, without_preprocessor
from rules.tree import Violation

FUNCTION_MAX = 70


def opens(statement):
    """What a brace after this much of a statement opens: namespace, class, function or other."""
    text = re.sub(r"\[\[.*?\]\]|\balignas\s*\([^)]*\)", " ", statement, flags=re.DOTALL).strip()
    text = re.sub(r"^(?:public|private|protected)\s*:\s*", "", text)
    if re.match(r"(?:inline\s+)?namespace\b", text) or re.fullmatch(r'extern\s*"\s*"', text):
        return "namespace"
    text = strip_templates(text)
    if re.match(r"(?:typedef\s+)?(?:class|struct|union|enum)\b", text) and "(" not in text:
        return "class"
    flat = re.sub(r"\boperator\s*[^\s\w(]+", "operator ", without_parentheses(text))
    if "(" in text and "=" not in flat:
        return "function"
    return "other"


def strip_templates(text):
    """Without template heads and the constraints that follow them."""
    while match := re.match(r"template\s*<", text):
        depth, index = 1, match.end()
        while index < len(text) and depth > 0:
            depth += {"<": 1, ">": -1}.get(text[index], 0)
            index += 1
        text = text[index:].lstrip()
    return text


def without_parentheses(text):
    previous = None
    while previous != text:
        previous, text = text, re.sub(r"\([^()]*\)", "", text)
    return text


def cpp_functions(source):
    """(first line, last line) of each outermost function body; lambdas belong to theirs."""
    code = without_preprocessor(scrub(source))
    starts = [0] + [match.end() for match in re.finditer("\n", code)]
    scopes, statement_begin, parentheses, function_depth = [], 0, 0, None
    for match in re.finditer(r"[{}();]", code):
        token, at = match.group(0), match.start()
        if token in "()":
            parentheses += 1 if token == "(" else -1
        elif token == "{":
            kind = "other"
            if function_depth is None and parentheses == 0:
                kind = opens(code[statement_begin:at])
            scopes.append((kind, at, parentheses))
            if kind == "function":
                function_depth = len(scopes)
            if function_depth is None and parentheses == 0:
                statement_begin = match.end()
        elif token == "}" and scopes:
            kind, began, parentheses = scopes.pop()
            if function_depth is not None and len(scopes) < function_depth:
                function_depth = None
                yield bisect.bisect_right(starts, began), bisect.bisect_right(starts, at)
            if function_depth is None and parentheses == 0:
                statement_begin = match.end()
        elif token == ";" and parentheses == 0 and function_depth is None:
            statement_begin = match.end()


def python_functions(source):
    """(first line, last line) of each function."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.lineno, node.end_lineno


def long_functions(tree):
    """A function over 70 lines, from its opening brace to its closing one."""
    for path in tree.cpp("lib", "daemon", "tests"):
        yield from too_long(path, cpp_functions(tree.text(path)))
    for path in tree.files:
        if path.endswith(".py") or (tree.is_script(path) and "python" in tree.lines(path)[0]):
            try:
                yield from too_long(path, python_functions(tree.text(path)))
            except SyntaxError:
                pass  # scripts_parse says so


def too_long(path, functions):
    for first, last in functions:
        if last - first + 1 > FUNCTION_MAX:
            yield Violation(path, first,
                            f"a function of {last - first + 1} lines, the limit is {FUNCTION_MAX}")
