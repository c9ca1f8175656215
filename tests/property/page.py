"""negpkg-report's page, read by Python's html.parser: its elements, sections and tables."""
import html.parser
import re

from walk import Failure

VOID = {"meta"}
# What the page is made of; anything else came from a cell.
ELEMENTS = {"html", "head", "meta", "title", "style", "body", "header", "main", "nav", "section", "h1", "h2", "h3", "small", "p", "ul", "li",
            "a", "b", "i", "span", "dl", "div", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td", "figure", "details",
            "summary", "svg", "desc", "g", "rect", "path", "text", "tspan", "line"}
ATTRIBUTES = {"id", "class", "lang", "charset", "http-equiv", "content", "name", "scope", "colspan", "rowspan", "href", "role", "tabindex",
              "aria-label", "aria-labelledby", "aria-describedby", "aria-hidden", "open",
              "xmlns", "viewbox", "width", "height", "x", "y", "x1", "x2", "y1", "y2", "d", "rx", "font-family", "font-size", "font-weight",
              "text-anchor", "dominant-baseline", "transform", "fill", "stroke", "preserveaspectratio"}


def expect(condition, kind, *details):
    if not condition:
        raise Failure(kind, "\n".join([kind, *map(ascii, details)]))


def one_line_end(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")


class Element:
    def __init__(self, tag, attributes, parent):
        self.tag, self.attributes, self.parent, self.children = tag, dict(attributes), parent, []

    def get(self, name):
        return self.attributes.get(name, "")

    def classes(self):
        return self.get("class").split()

    def walk(self):
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag, css=None):
        return [e for e in self.walk() if e is not self and e.tag == tag and (css is None or css in e.classes())]

    def first(self, tag, css=None):
        return next(iter(self.all(tag, css)), None)

    def own(self, tag):
        """Children with this tag, in order."""
        return [e for e in self.children if isinstance(e, Element) and e.tag == tag]

    def text(self):
        return "".join(c if isinstance(c, str) else c.text() for c in self.children)


class Reader(html.parser.HTMLParser):
    """Takes only what is nested as it should be."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = Element("", {}, None)
        self.at = self.root
        self.doctypes = []

    def handle_starttag(self, tag, attrs):
        names = [name for name, _ in attrs]
        expect(len(set(names)) == len(names), "an attribute stands twice", tag, attrs)
        element = Element(tag, [(name, one_line_end(value or "")) for name, value in attrs], self.at)
        self.at.children.append(element)
        if tag not in VOID:
            self.at = element

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.at = self.at.parent

    def handle_endtag(self, tag):
        expect(tag == self.at.tag, "an end tag out of place", tag, self.at.tag)
        self.at = self.at.parent

    def handle_data(self, data):
        self.at.children.append(one_line_end(data))

    def handle_decl(self, decl):
        self.doctypes.append(decl)

    def handle_comment(self, data):
        raise Failure("a comment", ascii(data))

    def handle_pi(self, data):
        raise Failure("a processing instruction", ascii(data))

    def unknown_decl(self, data):
        raise Failure("a marked section", ascii(data))


def read(data):
    """The root of a page that is UTF-8 and well nested."""
    reader = Reader()
    reader.feed(data.decode("utf-8"))
    reader.close()
    expect(reader.at is reader.root, "an element is left open", reader.at.tag)
    expect(reader.doctypes == ["DOCTYPE html"], "other doctypes", reader.doctypes)
    tops = [c for c in reader.root.children if isinstance(c, Element)]
    expect([top.tag for top in tops] == ["html"], "not one html element", tops)
    return tops[0]


# --- tables

class Row:
    def __init__(self, label, cells, strong, minus):
        self.label, self.cells, self.strong, self.minus = label, cells, strong, minus


class Group:
    def __init__(self):
        self.name = self.known = self.terms = None
        self.inner, self.marks, self.rows, self.remarks = False, [], [], {}


class Table:
    """caption, columns of figures, groups of rows; a row's cells are by column."""

    def __init__(self, element):
        self.element = element
        captions = element.own("caption")
        expect(len(captions) == 1, "not one caption", element.text()[:200])
        self.caption = captions[0].text()
        heads = element.own("thead")
        expect(len(heads) == 1 and len(heads[0].own("tr")) == 1, "not one row of headings", self.caption)
        headings = heads[0].own("tr")[0].own("th")
        expect(all(h.get("scope") == "col" for h in headings), "a heading without scope=col", self.caption)
        self.of_items = "items" in element.classes()
        lead = 2 if self.of_items else 1
        self.lead = [h.text().replace("\u00a0", " ") for h in headings[:lead]]
        self.columns = [h.text().replace("\u00a0", " ") for h in headings[lead:]]
        expect(len(set(self.columns)) == len(self.columns) and all(self.columns), "columns that can't be told apart", self.columns)
        self.groups = [self.read_group(body) for body in element.own("tbody")]

    def read_group(self, body):
        group = Group()
        group.inner = "inner" in body.classes()
        rows = body.own("tr")
        for index, row in enumerate(rows):
            cells, heads = row.own("td"), row.own("th")
            if cells and "remarks" in cells[0].classes():
                expect(len(cells) == 1 and not heads and index == len(rows) - 1, "remarks out of place", self.caption)
                expect(int(cells[0].get("colspan")) == len(self.columns) + 1, "remarks of another width", self.caption)
                for span in cells[0].own("span"):
                    label = span.first("i").text()
                    group.remarks[label] = span.text().removeprefix(label).removeprefix(" ")
                continue
            if index == 0 and self.of_items:
                self.read_name(group, heads.pop(0), len(rows))
            expect(len(heads) == 1 and heads[0].get("scope") == "row", "not one th[scope=row]", self.caption, row.text())
            expect(len(cells) == len(self.columns), "other number of cells", self.caption, row.text())
            group.rows.append(Row(heads[0].text(), dict(zip(self.columns, (c.text() for c in cells))), "strong" in row.classes(),
                                  {name for name, c in zip(self.columns, cells) if "minus" in c.classes()}))
        return group

    def read_name(self, group, head, count):
        expect(head.get("scope") == "rowgroup" and int(head.get("rowspan")) == count, "no th[scope=rowgroup] over all rows", self.caption)
        spans = {span.get("class"): span.text() for span in head.own("span")}
        group.name, group.known, group.terms = spans.get("name"), spans.get("known"), spans.get("terms")
        group.marks = [span.text() for span in head.own("span") if "mark" in span.classes()]


class Section:
    """A heading and what is directly below it; `parts` are the sections within."""

    def __init__(self, element):
        self.element = element
        heading = next(c for c in element.children if isinstance(c, Element) and c.tag in ("h2", "h3"))
        small = heading.first("small")
        self.subtitle = small.text() if small else ""
        self.title = heading.text().removesuffix(" " + self.subtitle) if small else heading.text()
        self.parts = [Section(child) for child in element.own("section")]
        self.leads = [p.text() for p in element.own("p") if "lead" in p.classes()]
        self.facts = [(pair.own("dt")[0].text(), pair.own("dd")[0].text())
                      for dl in element.own("dl") for pair in dl.own("div")]
        self.notes = [self.read_note(li) for ul in element.own("ul") for li in ul.own("li")]
        self.tables = [Table(table) for frame in element.own("div") + element.own("details") for table in frame.all("table")]
        self.pictures = [svg for figure in element.own("figure") for svg in figure.all("svg")]

    @staticmethod
    def read_note(li):
        mark = li.first("span", "mark")
        said = next(s for s in li.own("span") if s is not mark)
        subject = said.own("b")
        name = subject[0].text() if subject else ""
        return mark.text(), name, said.text().removeprefix(name + ": ") if subject else said.text()


def sections(root):
    return [Section(element) for element in root.first("main").own("section")]


# --- what holds for every page

def is_tame(root):
    """Only elements and attributes that the page is made of; nothing that runs or fetches."""
    for e in root.walk():
        expect(e.tag in ELEMENTS, "an element that isn't ours", e.tag)
        for name, value in e.attributes.items():
            expect(name in ATTRIBUTES, "an attribute that isn't ours", e.tag, name, value)
            if name == "href":
                expect(re.fullmatch(r"#a[0-9]+(-[0-9]+)?", value), "a link to outside", value)
            if name == "xmlns":
                expect(value == "http://www.w3.org/2000/svg", "other namespace", value)
        if e.tag == "style":
            css = e.text()
            expect("<" not in css and "@import" not in css and not re.search(r"url\s*\(|expression|javascript", css, re.I), "a style that fetches")
        expect(e.tag not in ("style", "title") or e.parent.tag in ("head", "svg", "g"), "out of place", e.tag)


def is_valid(root):
    """Head, headings, ids, links, scopes, captions, pictures with a name."""
    head, body = root.own("head")[0], root.own("body")[0]
    expect(root.get("lang") == "en", "no language")
    metas = head.own("meta")
    expect(metas[0].get("charset") == "utf-8", "the charset doesn't come first")
    csp = [m.get("content") for m in metas if m.get("http-equiv") == "Content-Security-Policy"]
    expect(csp == ["default-src 'none'; style-src 'unsafe-inline'"], "other policy", csp)
    expect([m for m in metas if m.get("name") == "viewport" and "width=device-width" in m.get("content")], "no viewport")
    tags = [e.tag for e in head.children if isinstance(e, Element)]
    expect(tags.index("style") > max(i for i, tag in enumerate(tags) if tag == "meta"), "a style before the policy")
    expect(head.own("title")[0].text() == body.first("h1").text(), "the title isn't the heading")
    level = 0
    for e in body.walk():
        if re.fullmatch("h[1-6]", e.tag):
            now = int(e.tag[1])
            expect(now <= level + 1, "headings skip a level", e.text())
            expect(now > 1 or level == 0, "two h1", e.text())
            expect(e.text().strip(), "an empty heading")
            level = now
    ids = [e.get("id") for e in root.walk() if "id" in e.attributes]
    expect(len(set(ids)) == len(ids), "an id stands twice", *[i for i in ids if ids.count(i) > 1])
    for e in root.walk():
        for name in ("aria-labelledby", "aria-describedby", "href"):
            for word in e.get(name).split():
                expect(word.removeprefix("#") in ids, "leads nowhere", word)
        if e.tag == "th":
            expect(e.get("scope") in ("col", "row", "rowgroup"), "a th without a scope", e.text())
        if e.tag == "svg":
            expect(e.first("title") is not None and e.first("title").text().strip(), "a picture without a name")
            expect(e.get("role") == "img" or any(g.get("role") == "img" and g.get("aria-label") for g in e.all("g")), "no image to a reader")
