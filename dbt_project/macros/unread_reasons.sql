{# Reasons of notices after which the content of a page is unknown. #}
{% macro reasons_of_unread_pages() -%}
    ('ocr_layer', 'scanned_pages', 'unreadable_pages')
{%- endmacro %}

{# Reasons of notices that some text of a page, or all of it, was not read. #}
{% macro reasons_of_unread_text() -%}
    ('cut_off', 'figures_as_pictures', 'form_fields', 'formulas_without_values', 'large_pictures', 'ocr_layer', 'recognised_pages', 'scanned_pages', 'typed_notes', 'unreadable_pages')
{%- endmacro %}
