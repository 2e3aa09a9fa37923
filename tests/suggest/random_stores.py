"""Random XML in the shapes that programs write, and in some shapes that no program writes."""
import random
import xml.sax.saxutils as sax

NAMES = ("item entry row host disk queue user session pool name id value state status count total size "
         "memory used max free bytes_in bytesOut time start-time lastUpdate temp unit uptime errors "
         "type version config option password apiToken email serial port Slot1 Slot2 slot-3 ns:node "
         "le quantile job instance x_total x_count x_sum a b c_info latency_ms rate percent "
         "counter gauge process_cpu node up données test-case failure").split()
TEXTS = ("ok failed up down true false yes no n/a none unlimited READY running 12% 45.5C 634MiB 14.1G "
         "5120RPM 3ms 01:02:03 PT5M 2021-07-15T05:11:08.926Z 1607299200 1607299200123 -1 0 1 42 007 "
         "3.14 1e9 -Inf 10.0.0.1 de:ad:be:ef:00:01 0xdeadbeef a@example.com http://x.org/ /var/lib "
         "123e4567-e89b-12d3-a456-426614174000").split() + [
             "", " ", "two words", "it's \"quoted\"", "a long sentence of more words than five, indeed",
             "ünïcode", "\\", "]]>", "Fri Oct 18 11:48:54 2019", "x" * 300, "{{ }}", "#", "'", '"',
             "'\""]


class Shape:
    """An element with fields; its rows look alike, as rows from programs do."""

    def __init__(self, rng, depth):
        self.name = rng.choice(NAMES)
        self.attributes = [(name, self.kind(rng))
                           for name in rng.sample(NAMES, rng.choice((0, 0, 1, 2, 3, 6)))]
        self.text = self.kind(rng) if rng.random() < 0.4 else None
        self.mixed = rng.random() < 0.05
        self.optional = rng.random() < 0.2
        self.count = rng.choice((1, 1, 1, 2, 3, 5, 8, 20, 120 if depth > 1 else 3))
        self.children = [Shape(rng, depth + 1) if rng.random() < 0.95 else Table(rng)
                         for _ in range(0 if depth > 4 else rng.choice((0, 0, 1, 2, 3, 6)))]
        self.recursive = rng.random() < 0.05

    @staticmethod
    def kind(rng):
        """How the values of a field are made: a constant, few texts, numbers, names, anything."""
        few = rng.sample(TEXTS, rng.choice((1, 2, 4)))
        high = 10 ** rng.randint(0, 12)
        word = rng.choice("abc")
        return rng.choice((lambda r: few[0], lambda r: r.choice(few),
                           lambda r: str(r.randint(0, high)), lambda r: f"{r.uniform(0, high):.3f}",
                           lambda r: f"{word}{r.randint(0, 50)}", lambda r: r.choice(TEXTS),
                           lambda r: f"{r.randint(0, 99)} {few[0][:5]}"))

    def write(self, rng, budget, depth=0):
        if budget[0] <= 0 or depth > 60:
            return ""
        budget[0] -= 1
        given = dict((name, make(rng)) for name, make in self.attributes if rng.random() < 0.95)
        start = self.name + "".join(f" {name}={sax.quoteattr(text)}" for name, text in given.items())
        content = sax.escape(self.text(rng)) if self.text and not self.children else ""
        for child in self.children:
            if child.optional and rng.random() < 0.5:
                continue
            for _ in range(rng.randint(1, child.count)):
                content += child.write(rng, budget, depth + 1)
                content += "words between" if self.mixed else "\n"
        if self.recursive and rng.random() < 0.7:
            content += self.write(rng, budget, depth + 1)
        return f"<{start}>{content}</{self.name}>" if content else f"<{start}/>"


class Table:
    """Rows whose fields are elements of one name, told apart by an attribute, as databases print them."""

    def __init__(self, rng):
        self.name, self.field = rng.sample(NAMES, 2)
        self.attribute = rng.choice(("name", "name", "column", "key"))
        self.columns = [(rng.choice((name, name.title(), rng.choice(TEXTS))), Shape.kind(rng))
                        for name in rng.sample(NAMES, rng.choice((1, 2, 4, 8, 60)))]
        self.missing = rng.choice((0, 0, 0.1, 0.5))
        self.count = rng.choice((2, 5, 50))
        self.optional = False

    def write(self, rng, budget, _depth=0):
        budget[0] -= 1
        fields = "".join(f"<{self.field} {self.attribute}={sax.quoteattr(name)}>{sax.escape(make(rng))}</{self.field}>"
                         for name, make in self.columns if rng.random() >= self.missing)
        return f"<{self.name}>{fields}</{self.name}>"


def store(seed):
    rng = random.Random(seed)
    shape = Shape(rng, 0)
    shape.name = rng.choice(("store", "root", "report", "html", "ns:data", "up", "process", "x1"))
    text = shape.write(rng, [rng.choice((20, 200, 2000))])
    return text.replace(f"<{shape.name}", f'<{shape.name} xmlns:ns="urn:x"', 1) \
        if "xmlns" not in text else text
