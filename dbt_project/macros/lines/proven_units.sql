{#
    SQL: the unit of each line in lists that print no code and no column of units: only the name of a line and the
    proven sums below it say so. Most lines beside it must be units as well, so that a project that bears the name of a
    centre is none; what else is among them heads lines of an unknown unit. The one line that all others are
    under is the total of its list. Takes the relations of the labels, kinds and codes of lines, and of their settled
    sums. The model that calls it needs `-- depends_on: {{ ref('keywords') }}`. A macro, as a model of its own would
    push every published amount one step further from the paper.
#}
{% macro proven_units(labels, kinds, codes, divisions) -%}
    with recursive

    sums as (

        select
            part_key,
            min(whole_key) as whole_key
        from {{ divisions }}
        group by part_key

    ),

    -- 公立医院 and 图书馆 are expenditures as well.
    expenditure_names as (

        select {{ squash('name_zh') }} as name from {{ ref('functions') }}

        union

        select {{ squash('name_zh') }} as name from {{ ref('department_economic_categories') }}

        union

        select {{ squash('name_zh') }} as name from {{ ref('government_economic_categories') }}

    ),

    lines as (

        select
            labels.line_key,
            labels.block_key,
            labels.line_label,
            sums.whole_key,
            kinds.is_total,
            labels.line_key in (select wholes.whole_key from sums as wholes) as is_whole,
            coalesce(
                kinds.classification_code is null
                and codes.project_code is null
                and labels.numbering_depth = 0
                and labels.row_kind is null
                -- A second name or a place may be in brackets.
                and (
                    regexp_matches(labels.squashed_label, '{{ name_of_unit() }}')
                    or regexp_matches(
                        regexp_replace(labels.squashed_label, '[(][^()]*[)]$', ''), '{{ name_of_unit() }}'
                    )
                )
                and labels.squashed_label not in (select expenditure_names.name from expenditure_names),
                false
            ) as is_named_like_unit,
            kinds.is_unit_row or labels.unit_label is not null as prints_unit
        from {{ labels }} as labels
        inner join {{ kinds }} as kinds
            on labels.line_key = kinds.line_key
        inner join {{ codes }} as codes
            on labels.line_key = codes.line_key
        left join sums
            on labels.line_key = sums.part_key
        where labels.layout = 'matrix' and kinds.amount_count > 0

    ),

    levels as (

        select
            lines.*,
            count(*) over same_level as line_count,
            not lines.is_total
            and bool_or(lines.is_whole and lines.is_named_like_unit) over same_level
            and 2 * count(*) filter (where lines.is_named_like_unit) over same_level > count(*) over same_level
            -- One line alone has nothing beside it that shows what such lines are.
            and (count(*) over same_level > 1 or wholes.line_key is null or wholes.is_named_like_unit) as is_among_units,
            bool_or(lines.is_total) over (partition by lines.block_key) as has_total
        from lines
        left join lines as wholes
            on lines.whole_key = wholes.line_key
        window same_level as (partition by lines.block_key, lines.whole_key)
        qualify not bool_or(lines.prints_unit) over (partition by lines.block_key)

    ),

    heads as (

        select
            line_key,
            block_key,
            case when is_named_like_unit then line_label end as unit_name,
            line_count = 1 as is_alone,
            whole_key is null and line_count = 1 and not has_total as is_total
        from levels
        where is_among_units

    ),

    lines_below as (

        select
            line_key,
            line_key as head_line_key
        from heads

        union

        select
            sums.part_key as line_key,
            lines_below.head_line_key
        from lines_below
        inner join sums
            on lines_below.line_key = sums.whole_key
        where sums.part_key not in (select heads.line_key from heads)

    )

    select
        levels.line_key,
        -- Empty where the sums do not say whose the line is: right below a department it can be a unit without lines.
        case
            when levels.is_named_like_unit and not levels.is_among_units and heads.is_alone then ''
            else coalesce(heads.unit_name, '')
        end as unit_name,
        coalesce(levels.line_key = heads.line_key and heads.unit_name is not null, false) as is_unit_row,
        coalesce(levels.line_key = heads.line_key and heads.is_total, false) as is_total
    from levels
    left join lines_below
        on levels.line_key = lines_below.line_key
    left join heads
        on lines_below.head_line_key = heads.line_key
    where levels.block_key in (select listed.block_key from heads as listed)
{%- endmacro %}
