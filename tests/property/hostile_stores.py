"""Random hostile stores, rules and command lines; the caller gives the random generator."""

import collections

ROOTS = ["store", "Store", "sto.re", "sto-re", "a:store", "ns:ns", "größe", "данные", "数据", "_",
         "__name__", "_store", "node", "go", "up", "promfile", "process", "scrape", "promhttp",
         "Node", "NODE", "nodeExporter", "HTTPServerList", "xml_store", "store_total",
         "store_a", "x" * 200, "é" * 70, "a.b-c_d", "A1", "s\u0301tore", "𐐀store"]
TYPES = ["apple", "Apple", "APPLE", "app.le", "app-le", "app_le", "orange", "a", "b", "total",
         "rows", "create", "größe", "数据", "ns:apple", "_", "__name__", "a_total", "total_rows",
         "foo_create", "le", "quantile", "x" * 300, "y" * 1024, "z" * 1025, "é" * 512, "𐐀",
         "a\u0301", "ﬁ"]
OPERATIONS = ["create", "update", "delete", "Create", "CREATE", "", " ", " create ", "create\n",
              "\tupdate", "de\nlete", 'q"uote', "'", "back\\slash", "\\n", "\\", "\\\\\"", "{}",
              'a="b"} 1\nfake{x="y"', "emoji 😀", "\ufffd", "a\u2028b", "\u202eabc\u200f",
              "a\u0085b", "x" * 1024, "x" * 1025, "é" * 512, "é" * 513, "y" * 4000, "\u00a0",
              "a\rb", "<&>", "%s%n", "\u007f", "\u009f", "\ue000", "𐀀", "+Inf", "0", "# HELP a b",
              "a b\tc", "\ufeff", "\ufdd0"]
NUMBERS = ["0", "1", "-1", "-0", "0.1", "1e3", "+5", " 7 ", "1e308", "-1e308", "1.7e308", "1e400",
           "-1e400", "1e-400", "nan", "NaN", "inf", "-inf", "+Inf", "Infinity", "0x10", "1,5",
           "1_000", "", " ", "five", "18446744073709551616", "9007199254740993", "2.5", "4.9e-324",
           "1.", ".5", "1 2", "123456789012345678901234567890", "1e22", "1e15", "1e16", "0.3"]
HELPS = ["Plain.", "", " ", "\n", "two\nlines", "back\\slash \\n", 'quote " here', "  leading",
         "trailing  ", "tab\there", "\u0000", "nul\u0000inside", "\u0001\u001f", "a\rb", "end\r",
         "\u2028", "\u202eRTL", "😀", "\ufffd", "x" * 5000, "# TYPE a gauge", "\\", "é",
         "\u00a0", "\ufeff"]
NAMES = ["app_value", "app:value", "_app", "App", "app_total", "app_count", "app_sum",
         "app_bucket", "a", ":", "x" * 300, "app_rows", "upper", "nodes", "gopher", "app"]
LABEL_NAMES = ["site", "a", "_b", "name", "file", "job", "instance", "A", "x" * 200, "version",
               "reason", "le", "quantile", "state", "exported_job", "help"]
FILE_NAMES = [b"store.xml", b"a b.xml", b'q"uote.xml', b"new\nline.xml", b"back\\slash.xml",
              b"\xff.xml", b"\xfe.xml", b"\xc3\x28.xml", b"tab\t.xml", "größe.xml".encode(),
              "😀.xml".encode(), b"x" * 250, b"[a].xml", b"what?.xml", b"*.xml", b" ", b"a=b,c{}",
              b"\x01\x1f.xml", b"#", b"-", b"cr\r.xml", b"\xed\xa0\x80.xml", b"%n", b"{}",
              b"\xf0\x9f\x98.xml", b"\xe2\x80\xae.xml", b"no-end\\"]
OUTPUT_NAMES = [b"app", b"a b", b'q"uote', b"new\nline", b"back\\slash", "größe".encode(), b"\xff",
                b"x" * 200, b"x" * 250, b"x.prom", b"node", b"#", b"{a=\"b\"} 1", b"a\rb", b"\x01",
                "\u202e".encode(), "😀".encode()]
REFERENCES = {"\n": "&#10;", "\t": "&#x9;", "\r": "&#13;", "<": "&lt;", "&": "&amp;", '"': "&quot;"}
ENCODINGS = [("utf-8", None), ("utf-8", "UTF-8"), ("utf-8", "utf8"), ("utf-8-sig", "UTF-8"),
             ("utf-16", "UTF-16"), ("utf-16-be", None), ("utf-16-le", None), ("utf-32", "UTF-32"),
             ("latin-1", "ISO-8859-1"), ("cp1252", "windows-1252"), ("latin-1", "latin1")]
NOISE = ["<!-- comment -->", "<!-- <apple operation='create'/> -->", "<?pi some?>", "\n", "\r\n",
         "\t", "text", "<![CDATA[<x/>]]>", "<!---->", "&#65;", "&lt;", "]] >", ""]

Row = collections.namedtuple("Row", "type attributes text")


def attribute_text(rng, value):
    """The value in the quotes of an attribute; some characters are written as references."""
    out = []
    for character in value:
        if character in REFERENCES:
            out.append(REFERENCES[character])
        elif rng.random() < 0.02 or (ord(character) > 127 and rng.random() < 0.2):
            out.append(f"&#{ord(character)};")
        else:
            out.append(character)
    return '"' + "".join(out) + '"'


class Store:
    """A random document. `data` gives its bytes, with the rows in the order that is asked for."""

    def __init__(self, rng, numbers=False):
        self.rng = rng
        self.root = rng.choice(ROOTS)
        size = rng.choice([0, 1, 2, 5, 20, 20, 50, 200])
        if rng.random() < 0.01:
            size = rng.randrange(1000, 5000)
        types = rng.sample(TYPES, rng.randint(1, min(len(TYPES), 12)))
        if rng.random() < 0.05:
            types = [f"t{i}" for i in range(rng.randrange(20, 150))]
        operations = rng.sample(OPERATIONS, rng.randint(1, 10))
        with_operation = rng.random() < 0.85
        sites = rng.sample(OPERATIONS, rng.randint(1, 3))
        some_numbers = rng.sample(NUMBERS, rng.randint(1, 8))
        self.rows = []
        for _ in range(size):
            attributes = {}
            if with_operation and rng.random() < 0.9:
                attributes["operation"] = rng.choice(operations)
            if rng.random() < 0.5:
                attributes["site"] = rng.choice(sites)
            if numbers and rng.random() < 0.9:
                attributes["a"] = rng.choice(some_numbers)
                attributes["b"] = rng.choice(some_numbers if rng.random() < 0.5 else sites)
            text = rng.choice(some_numbers) if numbers else ""
            self.rows.append(Row(rng.choice(types), attributes, text))
        self.codec, self.declared = rng.choice(ENCODINGS) if rng.random() < 0.5 else ENCODINGS[0]
        self.texts = [self.row_text(row) for row in self.rows]
        self.head = self.head_text()
        self.root_attributes = rng.choice(["", "", ' site="root"', ' xmlns="urn:x"'])
        self.tail = rng.choice(["", "\n", "<!-- end -->\n", "<?end?>", "  \n\n"])

    def head_text(self):
        head = ""
        if self.declared is not None or self.rng.random() < 0.5:
            name = f' encoding="{self.declared}"' if self.declared else ""
            head = f'<?xml version="1.0"{name}?>'
        if self.rng.random() < 0.2:
            head += "<!-- first -->\n"  # without a BOM, white space first would hide the encoding
        if self.rng.random() < 0.1:
            head += f"<!DOCTYPE {self.root} [ <!ELEMENT a ANY> <!-- ]> --> ]>"
        return head

    def row_text(self, row):
        rng = self.rng
        blank = rng.choice([" ", "  ", "\n", "\t"])
        attributes = "".join(f"{blank}{name}={attribute_text(rng, value)}"
                             for name, value in row.attributes.items())
        if row.text or rng.random() < 0.3:
            text = row.text
            inside = rng.choice(["", "", "<child/>", "<!-- c -->"])
            out = f"<{row.type}{attributes}>{text}{inside}</{row.type}>"
        else:
            out = f"<{row.type}{attributes}/>"
        return out + (rng.choice(NOISE) if rng.random() < 0.3 else "\n")

    def text(self, order=None):
        rows = self.texts if order is None else [self.texts[i] for i in order]
        return (f"{self.head}<{self.root}{self.root_attributes}>{''.join(rows)}"
                f"</{self.root}>{self.tail}")

    def data(self, order=None):
        text = self.text(order)
        try:
            data = text.encode(self.codec)
        except UnicodeEncodeError:  # a name has a character that the encoding lacks
            self.codec, self.declared = ENCODINGS[0]
            self.head = ""
            data = self.text(order).encode("utf-8")
        return data

    def expected_counts(self):
        """Rows by type and operation, as BUILT-IN METRICS in promfile(1) says."""
        counts = collections.Counter()
        for row in self.rows:
            operation = row.attributes.get("operation", "").strip(" \t\r\n")
            if len(row.type.encode()) <= 1024 and len(operation.encode()) <= 1024:
                counts[row.type, operation] += 1
        return counts


def broken(rng, store):
    """A certainly ill-formed version of the store, and its fault."""
    store.codec, store.declared, store.head, store.tail = "utf-8", None, "", ""
    text = store.text()
    data = text.encode()
    end = f"</{store.root}>".encode()
    body = data[:-len(end)]
    kinds = {
        "truncated": lambda: data[:rng.randrange(0, len(data) - 1)],
        "bad UTF-8 in an attribute": lambda: body + b'<a operation="\xff"/>' + end,
        "bad UTF-8 in a name": lambda: body + b"<a\xc3/>" + end,
        "bad UTF-8 in text": lambda: body + b"\xed\xa0\x80" + end,
        "overlong UTF-8": lambda: body + b'<a operation="\xc0\xaf"/>' + end,
        "control character": lambda: body + b'<a operation="\x01"/>' + end,
        "control reference": lambda: body + b'<a operation="&#1;"/>' + end,
        "NUL": lambda: body + b'<a operation="a\0b"/>' + end,
        "NUL in text": lambda: body + b"\0" + end,
        "NUL reference": lambda: body + b'<a operation="&#0;"/>' + end,
        "surrogate reference": lambda: body + b'<a operation="&#xD800;"/>' + end,
        "U+FFFF": lambda: body + b'<a operation="\xef\xbf\xbf"/>' + end,
        "second root": lambda: data + b"<second><a/></second>",
        "text after the root": lambda: data + b"text",
        "undefined entity": lambda: body + b'<a operation="&nothing;"/>' + end,
        "duplicate attribute": lambda: body + b'<a operation="x" operation="y"/>' + end,
        "wrong end tag": lambda: body + b"<a></b>" + end,
        "end without start": lambda: data + b"</more>",
        "no root": lambda: b"<!-- nothing -->",
        "empty": lambda: b"",
        "no XML": lambda: b"operation,create\n1,2\n",
    }
    kind = rng.choice(sorted(kinds))
    return kinds[kind](), kind


def toml(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and (value != value or value in (float("inf"), -float("inf"))):
        return "nan" if value != value else "inf" if value > 0 else "-inf"
    if isinstance(value, (int, float)):
        return repr(value)
    if isinstance(value, str):
        out = [character if " " <= character < "\x7f" and character not in '"\\'
               else f"\\U{ord(character):08X}" for character in value]
        return '"' + "".join(out) + '"'
    if isinstance(value, list):
        return "[" + ", ".join(toml(item) for item in value) + "]"
    return "{ " + ", ".join(f"{toml(key)} = {toml(item)}" for key, item in value.items()) + " }"


def label_rule(rng, declared):
    kind = rng.randrange(7)
    if declared and rng.random() < 0.5:
        return {"value": "@site", "values": rng.sample(OPERATIONS[:30], 2)}
    if kind == 0:
        return {"text": rng.choice(OPERATIONS)}
    if kind == 1:
        return {"value": "@b", "map": {rng.choice(OPERATIONS): rng.choice(OPERATIONS),
                                       "else": rng.choice(OPERATIONS)}}
    if kind == 2:
        return {"value": "@b", "default": rng.choice(OPERATIONS + HELPS), "lower": True}
    if kind == 3:
        return {"path": rng.choice(["@site", "@operation"])}
    return rng.choice(["@site", "@operation", "name()", "@b", "../@site", "$file", "$path",
                       "$type", ".", "substring(@site, 1, 2)", "translate(@site, 'x', 'é')",
                       "substring(@b, 2, 1)", "concat(@a, '\"')", "string-length(@site)"])


def rules(rng):
    """A configuration of hostile rules, and whether it gives the same for any order of rows."""
    out, order_free = [], True
    pool = rng.sample(NAMES, 3)
    for _ in range(rng.randint(1, 5)):
        kind = rng.choice(["gauge", "gauge", "counter", "histogram", "summary", "info", "stateset"])
        rule = {"name": rng.choice(pool), "help": rng.choice(HELPS), "type": kind,
                "rows": rng.choice(["/*/*", "/*/*", "//*", "/*/*/@*", "/*/*/@a"])}
        if rng.random() < 0.3 and out:
            rule["name"], rule["help"], rule["type"] = (out[-1][key] for key in
                                                        ("name", "help", "type"))
            kind = rule["type"]
        if rng.random() < 0.2:
            rule["where"] = rng.choice(["@a > 0", "@operation", "string-length(@b) > 1"])
        if kind in ("gauge", "counter") and rng.random() < 0.9:
            allowed = ["count", "sum", "first", "last"]
            if kind == "gauge":
                allowed += ["min", "max", "avg", "distinct"]
            if rng.random() < 0.7:
                rule["aggregate"] = rng.choice(allowed)
        aggregate = rule.get("aggregate", "")
        order_free &= aggregate not in ("first", "last")
        declared = aggregate in ("count", "sum", "distinct")
        if aggregate != "count" and kind != "info" or rng.random() < 0.1:
            rule["value"] = rng.choice(["@a", "@a", "@b", ".", "number(@a)", "@a div 0", "@a > 1",
                                        "-number(@a)", "@a * 1e300", ["@none", "@a", "@b"]])
        if "value" in rule and kind not in ("stateset",) and aggregate != "distinct":
            if rng.random() < 0.3:
                rule["map"] = {rng.choice(NUMBERS[3:]) or "x":
                               rng.choice([float("inf"), float("-inf"), float("nan"), 1, "skip"])}
            if rng.random() < 0.2:
                rule[rng.choice(["missing", "invalid"])] = rng.choice(
                    [0, float("inf"), float("nan"), "skip", -2.5])
            if rng.random() < 0.1:
                rule["scale"] = rng.choice([0.001, -1, 1e300])
        if kind == "stateset":
            rule["states"] = rng.sample(NUMBERS[:8] + OPERATIONS[:12], 3)
        if kind == "histogram":
            if rng.random() < 0.6:
                rule["buckets"] = rng.choice([[0], [-1, 0.1, 1e300], [1, 2, float("inf")], [0.1]])
            else:
                rule["bucket"] = rng.choice(["@b", "@a", {"value": "@b", "map": {
                    "inf": float("inf")}}])
        if kind == "summary":
            rule["quantiles"] = rng.choice([[], [0.5], [0, 1, 0.99], [0.1]])
        labels = {rng.choice(LABEL_NAMES): label_rule(rng, declared)
                  for _ in range(rng.randint(0, 4))}
        if out and rule["name"] == out[-1]["name"] and rng.random() < 0.7:
            labels = out[-1].get("labels", {})  # so that both rules can give the same series
            if not declared:
                labels = {name: label for name, label in labels.items() if "values" not in label}
        if labels:
            rule["labels"] = labels
        out.append(rule)
    lines = []
    for rule in out:
        lines.append("[[metric]]")
        lines += [f"{key} = {toml(value)}" for key, value in rule.items()]
    head = "builtin = true\n" if rng.random() < 0.2 else ""
    return head + "\n".join(lines) + "\n", order_free


def options(rng):
    """Options for the built-in metrics and for limits."""
    out = []
    if rng.random() < 0.35:
        out += ["--naming", "per-type"]
    if rng.random() < 0.5:
        out += ["--path-label", rng.choice(["full", "name", "none"])]
    if rng.random() < 0.1:
        out += ["--prefix", rng.choice(["app", "A_b", "x:y", "_x", "p" * 100])]
    for option in ("-t", "-x"):
        while rng.random() < 0.15:
            out += [option, rng.choice(TYPES + ["a*", "*", "[a-m]*", "it's", "new\nline", " "])]
    if rng.random() < 0.3:
        out += ["-l", rng.choice(["site", "s=../@site", "n=name()", "le=@site", "c=count(*)",
                                  "s=substring(@site,1,1)", "o=@operation", "f=$file"])]
    if rng.random() < 0.1:
        out += ["-r", rng.choice(["//*", "/*", "//apple", "/*/*/@*", "/store/*"])]
    if rng.random() < 0.1:
        out += ["--no-self-metrics"]
    if rng.random() < 0.05:
        out += ["--max-series", rng.choice(["1", "5", "50"])]
    return out
