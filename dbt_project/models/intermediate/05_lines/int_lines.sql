{#
    The finished lines of every table, one for each data row within one block: their label and codes, where they are
    in the outline, and whether they are a total, a subtotal or a detail. A line is a subtotal where the vocabulary,
    proven sums, a longer code below it or a deeper line below it says so. Proven sums also say what it is under.
#}
-- depends_on: {{ ref('keywords') }}
with

labels as (

    select * from {{ ref('int_line_labels') }}

),

codes as (

    select * from {{ ref('int_line_codes') }}

),

kinds as (

    select * from {{ ref('int_line_kinds') }}

),

outlines as (

    select * from {{ ref('int_line_outlines') }}

),

divisions as (

    select * from {{ ref('int_divisions') }}
    where axis = 'lines' and is_settled

),

proven_units as (

    {{ proven_units('labels', 'kinds', 'codes', 'divisions') }}

),

-- A part of a total is under nothing.
parents as (

    select
        divisions.part_key as line_key,
        divisions.whole_key as parent_line_key,
        labels.row_no as parent_row_no
    from divisions
    inner join labels
        on divisions.whole_key = labels.line_key
    inner join kinds
        on divisions.whole_key = kinds.line_key and not kinds.is_total

),

lines as (

    select
        labels.line_key,
        labels.block_key,
        labels.table_key,
        labels.row_key,
        labels.disclosure_key,
        labels.table_no,
        labels.row_no,
        labels.block_no,
        labels.statement_code,
        labels.layout,
        labels.line_label,
        labels.squashed_label,
        labels.line_recognition_score,
        labels.numbering_depth,
        labels.economic_label,
        labels.second_label,
        labels.unit_label,
        labels.row_text,
        labels.measure_unit_text,
        labels.label_fund_source,
        labels.label_nature,
        labels.parent_hint,
        labels.named_line_key,
        labels.period_text,
        labels.period_measure,
        labels.period_year,
        labels.period_basis,
        labels.period_is_last_year,
        labels.row_kind,
        labels.item_code,
        labels.parent_item_code,
        codes.function_code,
        codes.department_economic_code,
        codes.government_economic_code,
        codes.project_code,
        codes.procurement_code,
        kinds.classification_code,
        kinds.printed_unit_code,
        case when kinds.is_total then kinds.printed_unit_code else kinds.unit_code_above end as unit_code,
        kinds.names_unit_group,
        kinds.amount_count > 0 as is_valued,
        kinds.is_heading,
        kinds.is_nameless_list,
        kinds.is_total or coalesce(proven_units.is_total, false) as is_total,
        -- A name that reads like a unit's heads no rows if no rows add up to its amount.
        coalesce(proven_units.is_unit_row, false)
        or kinds.is_unit_row
        and (
            kinds.printed_unit_code is not null
            or labels.line_key in (select divisions.whole_key from divisions)
            or labels.line_key not in (select divisions.part_key from divisions)
        ) as is_unit_row,
        proven_units.unit_name as proven_unit_name,
        kinds.leading_value,
        labels.line_key in (select divisions.whole_key from divisions) as is_sum,
        siblings.whole_key as proven_whole_key,
        outlines.class_code,
        outlines.segment_no,
        outlines.outline_depth,
        outlines.depth,
        coalesce(parents.parent_row_no, outlines.parent_row_no) as parent_row_no,
        coalesce(parents.parent_line_key, outlines.parent_line_key) as parent_line_key,
        outlines.is_below_carryover,
        outlines.fund_source_above,
        outlines.budget_above,
        outlines.nature_above,
        count(*) filter (where kinds.amount_count > 0) over (
            partition by labels.block_key, labels.period_text
        ) as valued_line_count
    from labels
    inner join codes on labels.line_key = codes.line_key
    inner join kinds
        on labels.line_key = kinds.line_key
    inner join outlines
        on labels.line_key = outlines.line_key
    left join proven_units
        on labels.line_key = proven_units.line_key
    left join parents
        on labels.line_key = parents.line_key
    left join divisions as siblings
        on labels.line_key = siblings.part_key

),

followed as (

    {{ lines_below('lines') }}

)

select
    lines.* exclude (
        row_kind, item_code, parent_item_code, printed_unit_code, names_unit_group, unit_label, is_valued, is_heading,
        is_sum, leading_value, proven_whole_key, valued_line_count, proven_unit_name
    ),
    -- The unit of a row is printed beside it, or once above the rows of the unit, up to a total or a group of units.
    nullif(
        last_value(
            coalesce(
                lines.proven_unit_name,
                case
                    -- With a code of its own the only name of a line is not a unit's.
                    when
                        coalesce(lines.classification_code, lines.project_code) is null
                        or lines.unit_label <> lines.line_label
                        then lines.unit_label
                end,
                case
                    when lines.is_unit_row then lines.line_label
                    when lines.is_total or lines.names_unit_group then ''
                end
            ) ignore nulls
        ) over (partition by lines.block_key order by lines.row_no),
        ''
    ) as unit_name,
    case
        when lines.is_total or lines.valued_line_count = 1 then 'total'
        when lines.row_kind = 'subtotal' or lines.is_heading or lines.is_sum or followed.has_one_part then 'subtotal'
        when lines.is_unit_row
            then case
                -- Nothing is under a unit right before the next part of the same sum.
                when followed.is_before_sibling then 'detail'
                when
                    followed.next_valued_row_no
                    < coalesce(followed.next_unit_row_no, followed.next_valued_row_no + 1)
                    then 'subtotal'
                else 'detail'
            end
        when lines.classification_code is not null
            then case when followed.has_deeper_code then 'subtotal' else 'detail' end
        when followed.next_deeper_row_no < coalesce(followed.next_peer_row_no, followed.next_deeper_row_no + 1)
            then 'subtotal'
        else 'detail'
    end as row_role
from lines
left join followed
    on lines.line_key = followed.line_key
