"""How a static host reads the file `_headers` of a site: what it sends with each path."""

import re


def rules(text: str) -> dict[str, dict[str, str]]:
    """The headers for each path of the file. Raises ValueError, with the line, for what a host would not read."""
    found: dict[str, dict[str, str]] = {}
    headers = None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if re.fullmatch(r"/[^\s*]*\*?", line):  # a star stands at the end only: some hosts know no other
            if line in found:
                raise ValueError(f"_headers:{number}: {line} stands there twice")
            headers = found[line] = {}
        elif (match := re.fullmatch(r"\s+([A-Za-z][A-Za-z-]*): (\S.*\S|\S)", line)) and headers is not None:
            if match[1] in headers:
                raise ValueError(f"_headers:{number}: {match[1]} stands there twice")
            headers[match[1]] = match[2]
        else:
            raise ValueError(f"_headers:{number}: neither a path nor a header: {line}")
    return found


def sent(rules: dict[str, dict[str, str]], path: str) -> dict[str, str]:
    """The headers for a path. When two rules give the same one, hosts join what they say with a comma."""
    together: dict[str, str] = {}
    for pattern, headers in rules.items():
        if path == pattern or (pattern.endswith("*") and path.startswith(pattern[:-1])):
            for name, value in headers.items():
                together[name] = f"{together[name]}, {value}" if name in together else value
    return together
