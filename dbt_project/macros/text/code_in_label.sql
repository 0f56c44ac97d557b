{#
    The code printed in front of a name in one cell: `[20805]名称`, `2011308-名称`, `2011308名称`, `106_名称`. Three bare
    digits are a code only where the word after them is not a measure (301户, 500强). Null where the label does not begin
    with a code. Takes compact text.
#}
{% macro code_in_label(compacted) -%}
    case
        when regexp_matches({{ compacted }}, '^[\[［][0-9]{3,12}[\]］]')
            then regexp_extract({{ compacted }}, '^[\[［]([0-9]{3,12})[\]］]', 1)
        when regexp_matches({{ compacted }}, '^[0-9]{3,12}_[\p{Han}“(（]')
            then regexp_extract({{ compacted }}, '^([0-9]{3,12})', 1)
        when regexp_matches({{ compacted }}, '^(?:[2-5][0-9]{4}|[2-5][0-9]{6})[-—－]?[\p{Han}“(（]')
            then regexp_extract({{ compacted }}, '^([0-9]{5,7})', 1)
        when regexp_matches({{ compacted }}, '^[2-5][0-9]{2}[-—－][\p{Han}“(（]')
            then regexp_extract({{ compacted }}, '^([0-9]{3})', 1)
        when
            regexp_matches({{ compacted }}, '^[2-5][0-9]{2}[\p{Han}“(（]')
            and not regexp_matches({{ compacted }}, '^[0-9]+[年月日个元万亿条项台套人次家户强号路线处所名位间栋亩吨米]|^[0-9]+工程')
            then regexp_extract({{ compacted }}, '^([0-9]{3})', 1)
    end
{%- endmacro %}

{# The label without the code that `code_in_label` finds in front of it. Takes compact text. #}
{% macro label_without_code(compacted) -%}
    case
        when {{ code_in_label(compacted) }} is not null
            then regexp_replace({{ compacted }}, '^[\[［]?[0-9]{3,12}[\]］]?[-—－_]?', '')
        else {{ compacted }}
    end
{%- endmacro %}

{#
    The project code printed in front of a name (`11000022T000000425969-名称`): at least twelve digits and capital
    letters, of which the first six are digits. Null where there is none. Takes compact text.
#}
{% macro project_code_in_label(compacted) -%}
    nullif(regexp_extract({{ compacted }}, '^([0-9]{6,}[0-9A-Z]{6,})(?:[\p{Han}“(（《【]|[-—－_].*\p{Han})', 1), '')
{%- endmacro %}

{#
    The code of the procurement catalogue printed in front of a name: `B08-修缮工程`, `A-货物`. It needs a dash, because
    A4纸 and B10病房 are names; the column of the catalogue passes a `dash` that may be missing. Takes compact text.
#}
{% macro procurement_code_in_label(compacted, dash='[-—－_]') -%}
    nullif(
        coalesce(
            nullif(regexp_extract({{ compacted }}, '^([ABC][0-9]{2,10}){{ dash }}[\p{Han}“(（]', 1), ''),
            regexp_extract({{ compacted }}, '^([ABC]){{ dash }}(?:货物|工程|服务)', 1)
        ),
        ''
    )
{%- endmacro %}

{# The label without the code `prefix` at its beginning and the dash after it; null where `prefix` is null. #}
{% macro label_without_prefix(compacted, prefix) -%}
    ltrim(substr({{ compacted }}, length({{ prefix }}) + 1), '-—－_')
{%- endmacro %}

{# A name of the procurement catalogue without its code (`C1204物业管理服务`). Takes compact text. #}
{% macro name_in_catalogue(compacted) -%}
    coalesce(
        {{ label_without_prefix(compacted, procurement_code_in_label(compacted, '[-—－_]?')) }}, {{ compacted }}
    )
{%- endmacro %}

{# The label of a total without the figure printed in the same cell (支出总计:1278.78). Takes compact text. #}
{% macro label_without_total(compacted) -%}
    regexp_replace({{ compacted }}, '([总合]计)[:：]?[-0-9,.]+$', '\1')
{%- endmacro %}
