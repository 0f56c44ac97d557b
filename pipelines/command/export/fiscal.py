"""What the columns of the expenditure tables mean in a Fiscal Data Package.

Source of the types: Fiscal Data Package, Budget Standard Taxonomy 1.0
(https://specs.frictionlessdata.io/fiscal-data-package/).
"""

from __future__ import annotations

TAXONOMY = "https://specs.frictionlessdata.io/taxonomies/fiscal/budgets.json"
_ANY_EXPENDITURE = {
    "amount_key": "budget-line-id",
    "fiscal_year": "date:fiscal-year",
    "amount_yuan": "value",
    "money_scope": "value-kind:code",
    "money_scope_name_zh": "value-kind:label",
    "basis": "phase:id",
    "basis_name_zh": "phase:label",
    "organization_key": "administrative-classification:generic:level1:code",
    "organization_name": "administrative-classification:generic:level1:label",
    "region_code": "geo:source:code",
    "region_name": "geo:source:title",
    "function_class_code": "functional-classification:generic:level1:code",
    "function_class_name_zh": "functional-classification:generic:level1:label",
    "function_section_code": "functional-classification:generic:level2:code",
    "function_section_name_zh": "functional-classification:generic:level2:label",
    "function_code": "functional-classification:generic:level3:code",
    "function_name_zh": "functional-classification:generic:level3:label",
    "fund_source": "fin-source:generic:code",
    "fund_source_name_zh": "fin-source:generic:label",
    "nature": "expenditure-type:code",
    "nature_name_zh": "expenditure-type:label",
}
# By table.
COLUMN_TYPES = {
    "expenditure_by_function": _ANY_EXPENDITURE,
    "expenditure_by_economic_category": {
        **_ANY_EXPENDITURE,
        "economic_class_code": "economic-classification:generic:level1:code",
        "economic_class_name_zh": "economic-classification:generic:level1:label",
        "economic_code": "economic-classification:generic:level2:code",
        "economic_name_zh": "economic-classification:generic:level2:label",
    },
}
