"""Set the pack as a PDF: the page as typst markup, and what it says as data beside it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from cards.signs import in_letters
from workflow.pack import BLANK, COLUMNS, KEY, RATINGS, TITLES, Notice, Pack, PackRow, Text
from workflow.rag import MARKS, Mark

__all__ = ["FONT", "PAGE", "page_data"]

FONT = "Source Sans Pro"

# What is said comes in as data and is never read as markup, so nothing in it has to be escaped.
PAGE = r"""
#let data = json(bytes(sys.inputs.data))
#let words = data.words
#let ink = rgb("#1b1b1b")
#let head-fill = rgb("#26367a")
#let pale = rgb("#eef0f7")
#let line-colour = rgb("#8a8f9c")
#let fills = (
  R: rgb("#c4262e"), A: rgb("#ffd166"), G: rgb("#1d7a34"), B: rgb("#1f5fbf"), N: rgb("#ececec"),
)
#let inks = (R: white, A: ink, G: white, B: white, N: ink)

#set document(
  title: data.name, author: data.council, keywords: (data.board, data.fingerprint),
  date: datetime(..data.made),
)
#set text(font: "Source Sans Pro", size: 9.5pt, lang: "en", region: "GB", fill: ink,
  hyphenate: false)
#set par(leading: 0.5em, spacing: 0.65em)
#set page(
  paper: "a4", flipped: true,
  margin: (x: 12mm, top: 13mm, bottom: 15mm),
  // A page that goes on with a table says with which, and with which objective.
  header: context {
    let next = query(selector(<row>).after(here()))
    if next.len() > 0 and next.first().location().page() == here().page() {
      let row = next.first().value
      if row.goes-on { text(size: 9pt, strong(row.part) + [, continued. ] + row.objective) }
    }
  },
  footer: context {
    set text(size: 9pt)
    grid(columns: (1fr, auto), data.footer,
      [Page #counter(page).display() of #counter(page).final().first()])
  },
)
#show heading.where(level: 1): set text(size: 19pt)
#show heading.where(level: 2): set text(size: 13pt)
#show heading: set block(above: 1.1em, below: 0.6em, sticky: true)
#set table(stroke: 0.5pt + line-colour, inset: (x: 4.5pt, y: 4pt))
#show table.cell.where(y: 0): set text(fill: white, weight: "bold")
#set list(marker: [•], indent: 0pt, body-indent: 0.4em, spacing: 0.5em)

// A rating's shape is drawn, not typed: no font has to know it.
#let shape(kind, colour) = pdf.artifact(box(width: 0.72em, height: 0.72em, baseline: 0.02em, {
  if kind == "R" { rect(width: 100%, height: 100%, fill: colour) }
  else if kind == "A" { polygon(fill: colour, (50%, 0%), (100%, 50%), (50%, 100%), (0%, 50%)) }
  else if kind == "G" { circle(radius: 0.36em, fill: colour) }
  else if kind == "B" {
    curve(stroke: (paint: colour, thickness: 0.14em),
      curve.move((0.06em, 0.4em)), curve.line((0.28em, 0.62em)), curve.line((0.68em, 0.1em)))
  }
  else { circle(radius: 0.3em, stroke: 0.09em + colour) }
}))
#let badge(mark, wide: true) = box(
  fill: fills.at(mark.kind), radius: 2.5pt, inset: (x: if wide { 1pt } else { 4pt }, y: 2.4pt),
  baseline: if wide { 0pt } else { 1pt }, width: if wide { 100% } else { auto },
  align(center, text(fill: inks.at(mark.kind), weight: "bold",
    [#shape(mark.kind, inks.at(mark.kind))~#mark.letter #mark.word])),
)
#let said(one) = if one.lead == "" { one.words } else { strong(one.lead) + [ ] + one.words }
#let cell(parts) = {
  for one in parts {
    if one.bullet { list(said(one)) } else { par(said(one)) }
  }
}
#let header(names) = table.header(..names)

= #data.name
#block(above: 0.6em, text(size: 12pt)[#data.council. #data.board, #data.board_on.])

#block(above: 1.1em, below: 0.6em, text(size: 14pt, weight: "bold", data.headline))
#data.movement

#table(
  columns: (1fr,) + (27mm,) * data.ratings.len() + (20mm,),
  align: (x, y) => if x == 0 { left } else { center },
  fill: (x, y) => if y == 0 { head-fill } else if y == data.counts.len() { pale },
  header((
    [#data.counted], ..data.ratings.map(r => [#shape(r.kind, white)~#r.letter #r.word]), [All],
  )),
  ..data.counts.enumerate().map(((n, row)) => row.enumerate().map(((m, one)) =>
    if m == 0 or n == data.counts.len() - 1 { strong(one) } else [#one])).flatten(),
)
#if data.was_words != "" { block(above: 0.7em, data.was_words) }
#block(above: 0.7em, text(size: 9pt, data.key.map(one => box([
  #badge(one.mark, wide: false)~#one.words
])).join(h(1.2em))))

#for section in data.front [
  == #section.title
  #for one in section.words { par(one) }
  #if section.notices.len() > 0 and section.asked {
    table(
      columns: (15mm, 74mm, 1fr),
      fill: (x, y) => if y == 0 { head-fill },
      header(([Action], [What it is], [What the board is asked])),
      ..section.notices.map(one => (strong(one.ref), [#one.title], [#one.words])
        .map(c => table.cell(breakable: false, c))).flatten(),
    )
  } else if section.notices.len() > 0 {
    table(
      columns: (15mm, 74mm, 31mm, 1fr),
      align: left + horizon,
      fill: (x, y) => if y == 0 { head-fill },
      header(([Action], [What it is], [RAG], [Why it is here])),
      ..section.notices.map(one => (
        strong(one.ref), [#one.title], badge(one.mark), [#one.words],
      ).map(c => table.cell(breakable: false, c))).flatten(),
    )
  }
]

// Where nothing is left out it takes three lines of the first page; a longer one stands at the end.
#let about = block(breakable: false, above: 1.1em)[
  == #words.about
  #if data.quality != "" { par(data.quality) }
  #par[#data.scope #data.approved #words.blank]
]
#if data.whole { about }

// The height that a row may have and still stay whole on a page of its own.
#let whole = 150mm
#let widths = (24mm, 46mm, 24mm, 20mm, 43mm, 53mm, 38mm, 25mm)
// Only a long cell is worth measuring.
#let tall(parts, width) = {
  let signs = parts.map(one => one.words.len()).sum(default: 0)
  signs > 900 and measure(block(width: width - 9pt, cell(parts))).height > whole
}

#pagebreak(weak: true)
#for part in data.parts [
  == #part.name
  #context {
    let body = ()
    for group in part.groups {
      for (n, row) in group.rows.enumerate() {
        if n == 0 {
          body.push(table.cell(rowspan: group.rows.len(), cell(group.objective)))
        }
        let mark = [#metadata((
          part: part.name,
          goes-on: body.len() > 1,
          objective: if n > 0 { group.objective.map(said).join() },
        ))<row>]
        let breaks = row.cells.zip(widths.slice(1, 7)).any(((parts, width)) => tall(parts, width))
        for parts in row.cells { body.push(table.cell(breakable: breaks, cell(parts))) }
        body.push(table.cell(breakable: breaks, {
          mark
          badge(row.mark)
          if row.change != "" {
            block(above: 0.5em, width: 100%, align(center, text(size: 9pt, row.change)))
          }
        }))
      }
    }
    table(
      columns: widths,
      fill: (x, y) => if y == 0 { head-fill } else if x == 0 { pale },
      header(data.columns),
      ..body,
    )
  }
]

#if not data.whole { about }
"""


def page_data(pack: Pack, drawn: AbstractSet[str]) -> str:
    """What PAGE prints, as JSON; `drawn` are the signs that the font has."""
    moment = pack.frozen_at
    made = {
        name: getattr(moment, name) for name in ("year", "month", "day", "hour", "minute", "second")
    }
    data = {
        "name": pack.name,
        "council": pack.council or pack.title,
        "board": pack.board,
        "board_on": pack.board_on,
        "headline": f"{pack.headline}.",
        "movement": pack.movement,
        "made": made,
        "fingerprint": pack.fingerprint,
        "footer": f"{pack.board} · {pack.board_on} · fingerprint {pack.fingerprint}",
        "ratings": [_mark(MARKS[rag], rag) for rag in RATINGS],
        "counts": [[str(one) for one in row] for row in pack.count_rows],
        "counted": pack.counted,
        "was_words": pack.before,
        "front": [
            {
                "title": one.title,
                "words": one.words,
                "notices": [_notice(each) for each in one.notices],
                "asked": one.asked,
            }
            for one in pack.front
        ],
        "quality": pack.quality,
        "scope": pack.scope,
        "whole": pack.whole,
        "key": [{"mark": _mark(MARKS[rag], rag), "words": words} for rag, words in KEY],
        "approved": pack.approved,
        "words": {**TITLES, "blank": BLANK},
        "columns": COLUMNS,
        "parts": [
            {
                "name": part.name,
                "groups": [
                    {
                        "objective": _texts(group.objective),
                        "rows": [_row(row) for row in group.rows],
                    }
                    for group in part.groups
                ],
            }
            for part in pack.tables
        ],
    }
    # Whoever is read to would hear nothing where a sign is missing, so UA-1 forbids it.
    return in_letters(json.dumps(data, ensure_ascii=False), drawn)


def _row(row: PackRow) -> dict[str, Any]:
    return {
        "cells": [_texts(cell) for cell in row.cells],
        "mark": _mark(row.mark, row.rag),
        "change": row.change,
    }


def _notice(one: Notice) -> dict[str, Any]:
    return {
        "ref": one.ref,
        "title": one.title,
        "words": one.words,
        "mark": _mark(one.mark, one.rag),
    }


def _mark(mark: Mark, rag: str | None) -> dict[str, str]:
    return {"kind": str(rag or "N"), "letter": mark.letter, "word": mark.word}


def _texts(texts: Sequence[Text]) -> list[dict[str, object]]:
    return [{"words": one.words, "lead": one.lead, "bullet": one.bullet} for one in texts]
