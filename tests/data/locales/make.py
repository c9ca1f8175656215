#!/usr/bin/env python3
"""Make the sheets beside it again: share/examples/items.csv as LibreOffice saves it in five locales.

    python3 tests/data/locales/make.py [SOFFICE]        (they were made by LibreOffice 7.4)

Its figures become numbers with grouped digits, its shares percentages, its dates dates, all in formats without a language,
so that the spreadsheet writes them as each locale does.
"""

import csv
import pathlib
import re
import subprocess
import sys
import tempfile
from xml.sax.saxutils import escape

HERE = pathlib.Path(__file__).resolve().parent
ITEMS = HERE.parents[2] / "share" / "examples" / "items.csv"
# locale: the delimiter that people there choose
LOCALES = {"en-US": ",", "de-DE": ";", "fr-FR": ";", "it-IT": ";", "ja-JP": ","}

PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N"><prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{}</value></prop></item>
</oor:items>
"""

WORKBOOK = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"
 office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:automatic-styles>
<number:number-style style:name="N1"><number:number number:decimal-places="9" number:min-decimal-places="0"
 number:min-integer-digits="1" number:grouping="true"/></number:number-style>
<number:percentage-style style:name="N2"><number:number number:decimal-places="9" number:min-decimal-places="0"
 number:min-integer-digits="1"/><number:text>%</number:text></number:percentage-style>
<number:date-style style:name="N3" number:automatic-order="true"><number:month number:style="long"/><number:text>/</number:text>
<number:day number:style="long"/><number:text>/</number:text><number:year number:style="long"/></number:date-style>
<style:style style:name="float" style:family="table-cell" style:data-style-name="N1"/>
<style:style style:name="percentage" style:family="table-cell" style:data-style-name="N2"/>
<style:style style:name="date" style:family="table-cell" style:data-style-name="N3"/>
</office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="items">
{}
</table:table></office:spreadsheet></office:body></office:document>
"""


def kind(heading):
    if heading.endswith("_date"):
        return "date"
    if heading.endswith("_share"):
        return "percentage"
    return "float" if re.search(r"_(volume|price|cost|rebate|revenue|cogs|fx|per)$", heading) else "string"


def cell(what, value):
    if not value:
        return "<table:table-cell/>"
    if what == "string":
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))
        return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
    name = "date-value" if what == "date" else "value"
    return f'<table:table-cell table:style-name="{what}" office:value-type="{what}" office:{name}="{value}"/>'


def workbook():
    with open(ITEMS, encoding="utf-8", newline="") as sheet:
        headings, *rows = csv.reader(sheet)
    lines = [[("string", heading) for heading in headings]]
    lines += [[(kind(heading), value) for heading, value in zip(headings, row)] for row in rows]
    return WORKBOOK.format("\n".join(f"<table:table-row>{''.join(cell(*c) for c in line)}</table:table-row>" for line in lines))


def save(soffice, locale, delimiter, folder):
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(PROFILE.format(locale), encoding="utf-8")
    (folder / "items.fods").write_text(workbook(), encoding="utf-8")
    # tokens: delimiter, quote, UTF-8, first line, column formats, language, quote all texts, cells as shown
    subprocess.run([soffice, f"-env:UserInstallation={user.parent.as_uri()}", "--headless", "--convert-to",
                    f"csv:Text - txt - csv (StarCalc):{ord(delimiter)},34,76,1,,0,false,true", "--outdir", folder,
                    folder / "items.fods"], check=True, stdout=subprocess.DEVNULL)
    (folder / "items.csv").replace(HERE / f"items-{locale}.csv")


def main():
    for locale, delimiter in LOCALES.items():
        with tempfile.TemporaryDirectory() as folder:
            save(sys.argv[1] if len(sys.argv) > 1 else "soffice", locale, delimiter, pathlib.Path(folder))


if __name__ == "__main__":
    main()
