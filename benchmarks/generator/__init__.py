"""Text disclosures of invented organisations, varied from the five real ones in ``data/raw``.

Each document keeps the layout, the wording and the quirks of one real text. What differs:

- **Organisation.** Another bureau of another place, in every spelling the text has; its region, and the words
  derived from it, follow. Places are those of the seed ``regions.csv``, cities for cities, districts for
  districts.
- **Year.** All years of the text are shifted by the same number, from three back to two ahead.
- **Amounts.** All are multiplied by one whole number for each organisation, in tables and in prose, in yuan
  and in 10,000 yuan: every sum that holds still holds, and every percentage still fits. Where sums of a real
  text hold within rounding only, the point moves by one place or none instead, so that a difference stays one
  of the last printed digit. Percentages, counts, areas, prices in words ("500 元/次"), thresholds
  ("100万元以上"), codes and years stay.
- **Size.** Forms of single projects that no sum covers are left out now and then.
- **Relations.** Some organisations publish three years in a row, some one year twice (the second time with
  other amounts: a vintage), and some departments come with the disclosure of a unit that they list.
- **Errors.** In a share of the documents one digit of one table figure is changed; the list of these is
  returned. Only figures of rows with several amounts are taken, since others may stand in no sum.

The same seed gives the same documents, and the first 100 of 1,000 are those of 100.
"""

from generator.variation import Document, PlantedError, documents, write_documents

__all__ = ["Document", "PlantedError", "documents", "write_documents"]
