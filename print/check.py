# SPDX-License-Identifier: EUPL-1.2
"""What programs of other people read in the PDFs of comity-print.

Given the program and a folder of sheets: every text of every sheet is found by poppler, qpdf finds
no fault in the file, all fonts are inside, and what PDF/A-3a and PDF/UA-1 ask for is there as far
as a program without a validator's rules can see. No validator of PDF/A can be had from Debian,
PyPI or npm; veraPDF is to be asked by hand before a release.
"""

import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pikepdf

PART = "{http://www.aiim.org/pdfa/ns/id/}"
UA = "{http://www.aiim.org/pdfua/ns/id/}"
# What turns letters or joins them is not read.
SILENT = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\u00ad\u0640]")

# Lam and alef, in either order.
LAM_ALEF = "(?:\u0644+\u0627+|\u0627+\u0644+)"


def run(*words):
    done = subprocess.run(words, capture_output=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{words}: {done.stderr.decode()}")
    return done.stdout


def texts(value, key=""):
    """Every text that is printed: not codes of the form, not what only names its fields."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in ("as", "block", "schema", "kind", "language", "at", "page"):
                yield from texts(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, key)
    elif isinstance(value, str):
        yield value


def plain_of(text):
    """It in one form: without vowel signs and marks of direction, which readers put elsewhere."""
    decomposed = SILENT.sub("", unicodedata.normalize("NFKD", text))
    return "".join(letter for letter in decomposed if unicodedata.category(letter) != "Mn")


def words(text):
    """Its words."""
    plain = plain_of(text)
    found = (word.strip(".:-+") for word in re.split(r"[^\w@+.:-]+", plain))
    return [word for word in found if word]


def reads(pdf, sheet):
    """Every word of the sheet is read off the pages, also on each page what it is known by."""
    pages = run("pdftotext", "-enc", "UTF-8", pdf, "-").decode().split("\f")[:-1]
    there = set(words(" ".join(pages)))
    whole = " ".join(pages) + run("pdftotext", "-raw", "-enc", "UTF-8", pdf, "-").decode()
    whole = "".join(plain_of(whole).split())
    for text in texts(sheet):
        for word in words(text):
            # A long word ends a line where it must. And poppler reads a letter twice that bears a
            # vowel sign, and lam with alef the wrong way round where a font has one shape for both.
            doubled = "".join(LAM_ALEF if part == "\u0644\u0627" else re.escape(part) + "+"
                              for part in re.findall("\u0644\u0627|.", word))
            if word not in there and word not in whole and not re.search(doubled, whole):
                sys.exit(f"{pdf}: `{word}` of `{text}` is not found")
    mark = sheet.get("mark") or {}
    for n, page in enumerate(pages, 1):
        number = sheet["page"].replace("{page}", str(n)).replace("{pages}", str(len(pages)))
        wanted = [number] + [mark[sign]["text"] for sign in ("words", "digest") if sign in mark]
        for sign in wanted:
            read = "".join(plain_of(page).split())
            missing = [word for word in words(sign) if word not in read]
            if missing:
                sys.exit(f"{pdf}: page {n} lacks {missing}")
    return len(pages)


def has_fonts(pdf):
    lines = run("pdffonts", pdf).decode().splitlines()[2:]
    if not lines:
        sys.exit(f"{pdf}: no fonts")
    for line in lines:
        embedded, subset, unicode = line.split()[-5:-2]
        if (embedded, subset, unicode) != ("yes", "yes", "yes"):
            sys.exit(f"{pdf}: not inside, or without its letters: {line}")


def conforms(path, pdf, sheet, data):
    """What a reader of ISO 19005-3 and ISO 14289-1 would look for first."""
    root = pdf.Root
    tagged = {node.S for node in nodes(root.StructTreeRoot)}
    with pdf.open_metadata() as meta:
        said = {name: meta.get(name) for name in (f"{PART}part", f"{PART}conformance", f"{UA}part")}
        titled = meta.get("{http://purl.org/dc/elements/1.1/}title")
    intents = [intent.S for intent in root.OutputIntents]
    attached = pdf.attachments["sheet.json"]
    rules = {
        "part 3, conformance A, UA 1": list(said.values()) == ["3", "A", "1"],
        "the colours are named": "/GTS_PDFA1" in intents
        and "/DestOutputProfile" in root.OutputIntents[0],
        "nothing is encrypted": not pdf.is_encrypted,
        "no script, no action": not {"/OpenAction", "/AA"} & set(root.keys())
        and "/JavaScript" not in root.get("/Names", {}),
        "it is tagged": root.MarkInfo.Marked is True or bool(root.MarkInfo.Marked),
        "its language is named": str(root.Lang).startswith(sheet["language"]),
        "its title is shown": bool(root.ViewerPreferences.DisplayDocTitle)
        and sheet["title"] in str(titled),
        "headings and paragraphs": {"/H1", "/P"} <= {str(tag) for tag in tagged},
        "tables have heads": "/TH" in {str(tag) for tag in tagged}
        or not any(block["block"] == "table" for block in sheet["blocks"]),
        "figures are told in words": all("/Alt" in node for node in nodes(root.StructTreeRoot)
                                         if node.S == "/Figure"),
        "the sheet is attached": attached.get_file().read_bytes() == data,
        "and it is said why": root.AF[0].AFRelationship == "/Data",
        "nothing asks for a form": "/AcroForm" not in root,
        "each page says so": all(page.get("/Tabs") == "/S" for page in pdf.pages
                                 if "/Annots" in page),
    }
    broken = [rule for rule, held in rules.items() if not held]
    if broken:
        sys.exit(f"{path}: {broken}: {said}, {tagged}")


def nodes(node):
    """Every node of the tree of tags."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from nodes(kid)


def main(program, folder, out):
    sheets = sorted(Path(folder).glob("*.json"))
    if len(sheets) < 8:
        sys.exit(f"{folder}: {len(sheets)} sheets")
    Path(out).mkdir(parents=True, exist_ok=True)
    for path in sheets:
        data = path.read_bytes()
        sheet = json.loads(data)
        pdf = Path(out) / f"{path.stem}.pdf"
        run(program, path, "-o", pdf)
        run("qpdf", "--check", pdf)
        has_fonts(pdf)
        pages = reads(pdf, sheet)
        with pikepdf.open(pdf) as opened:
            conforms(pdf, opened, sheet, data)
        print(f"{path.name}: {pages} pages, {pdf.stat().st_size} octets")


main(*sys.argv[1:])
