"""How a static host reads the file `_headers` of a site: what it sends with each path."""


def rules(text: str) -> dict[str, dict[str, str]]:
    """The headers for each path of the file."""
    blocks = [block.strip().split("\n") for block in text.split("\n\n")]
    return {path: dict(line.strip().split(": ", 1) for line in lines) for path, *lines in blocks}


def sent(rules: dict[str, dict[str, str]], path: str) -> dict[str, str]:
    """The headers for a path. When two rules give the same one, hosts join what they say with a comma."""
    together: dict[str, str] = {}
    for pattern, headers in rules.items():
        if path == pattern or (pattern.endswith("*") and path.startswith(pattern[:-1])):
            for name, value in headers.items():
                together[name] = f"{together[name]}, {value}" if name in together else value
    return together
