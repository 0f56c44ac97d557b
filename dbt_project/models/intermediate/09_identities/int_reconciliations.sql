{#
    Every identity with its verdict. An identity may fail only where its structure is proven: printed codes or numbers
    fix it, or the same parts add up to the same whole in another line or column (int_identity_sums). Otherwise, and
    where the layout leaves another doubt (a scope, an outline) or a number among its figures could not be read, or was
    recognised in a picture and may be misread, it can hold but not fail: it is not testable. The cause
    `recognised_text` is that of identities which would fail in text. Parts that add up to a whole multiple of the
    printed sum are counted more than once by us. Where several columns of one row fall short, rows are missing below
    it: a misprint breaks one column. So they are where a column falls short by exactly what another one prints as its
    sum alone. Missing rows are a note and no error, since publishers withhold secret items.

    Where texts are on a page without any rulings, it is not certain that all rows were found: no
    identity of such a table may fail (`rows_unsure`).

    Small counts add up by chance, and goods of several kinds are not always added: a sum of quantities is no evidence
    for money, may fail only where another of the table holds, and is then a warning. A product or a change may fail
    where the same columns give one in another line.
#}
with

identities as (

    select
        *,
        {{ differs_by_unit('identities') }} as differs_by_unit,
        kind in ('row_parts', 'code_tree', 'outline') as is_sum_of_table,
        is_sum_of_table or kind in ('product', 'change') as is_made_in_table,
        measure = 'quantity'
        and not bool_or(measure = 'quantity' and outcome = 'pass' and len(part_keys) > 2) over (
            partition by disclosure_key, table_no
        ) as is_lone_count
    from {{ ref('int_identity_sums') }} as identities

),

parts as (

    select
        reconciliation_key,
        structure_key,
        -- A whole and one part say the same twice, whatever else belongs to it.
        outcome = 'pass' and len(part_keys) > 2 and coalesce(measure, '') <> 'quantity' as is_evidence,
        unnest(part_keys) as part_key
    from identities
    where is_made_in_table

),

evidence as (

    select distinct
        structure_key,
        part_key
    from parts
    where is_evidence

),

open_parts as (

    select distinct parts.reconciliation_key
    from parts
    left join evidence
        on parts.structure_key = evidence.structure_key and parts.part_key = evidence.part_key
    where evidence.part_key is null

),

questioned as (

    select
        *,
        case
            when outcome <> 'differs' then null
            when is_unreadable then 'unreadable_number'
            when differs_by_unit and not is_recognised then null
            when doubt is not null then doubt
            when is_sum_of_table and {{ is_multiple('identities') }} then 'counted_twice'
            when is_lone_count then 'structure_open'
            when is_of_texts then 'rows_unsure'
            when
                is_made_in_table
                and not is_fixed
                and reconciliation_key in (select open_parts.reconciliation_key from open_parts)
                then 'structure_open'
            when is_recognised then 'recognised_text'
        end as open_question
    from identities

),

-- Lines that are the parts of nothing sure may be parts of anything in their table.
judged as (

    select
        * replace (
            case
                when
                    outcome = 'differs' and kind in ('code_tree', 'outline') and not is_fixed
                    and coalesce(open_question, 'recognised_text') = 'recognised_text'
                    then coalesce(
                        max(open_question) filter (where open_question in ('counted_twice', 'structure_open'))
                            over (partition by disclosure_key, rule_code, table_no),
                        open_question
                    )
                else open_question
            end as open_question
        )
    from questioned

),

decided as (

    select
        *,
        case
            when outcome <> 'differs' then outcome
            when open_question is null then 'fail'
            else 'not_testable'
        end as status
    from judged

),

-- The key of a sum along codes ends with its column.
with_missing_rows as (

    select
        *,
        kind = 'code_tree'
        and (
            count(*) filter (where status = 'fail' and difference > 0) over same_sum > 1
            or coalesce(
                list_contains(list(left_value) filter (where right_count = 0) over same_sum, difference), false
            )
        )
        and count(*) filter (where status = 'fail' and difference < 0) over same_sum = 0 as has_missing_rows
    from decided
    window same_sum as (partition by regexp_replace(reconciliation_key, '-[0-9]+$', ''))

)

select
    reconciliation_key,
    rule_code,
    kind,
    disclosure_key,
    left_statement_code as statement_code,
    coalesce(right_statement_code, left_statement_code) as other_statement_code,
    table_no,
    page_no,
    subject,
    published_unit,
    {{ in_printed_unit('left_value', 'factor') }} as published_value,
    {{ in_printed_unit('computed_value', 'factor') }} as computed_value,
    {{ in_printed_unit('difference', 'factor') }} as difference,
    {{ in_printed_unit('tolerance', 'factor') }} as tolerance,
    status,
    case
        when status = 'rounding' then 'rounding'
        when status = 'not_testable' and right_count = 0 then 'parts_blank'
        when status = 'not_testable' and computed_value is null then 'no_base'
        when status = 'not_testable' then open_question
        when status = 'fail' and has_missing_rows then 'rows_missing'
        when status = 'fail' and differs_by_unit then 'unit_differs'
        when status = 'fail' and kind = 'cross_table' then 'statements_differ'
        when status = 'fail' then 'does_not_add_up'
    end as cause,
    operation,
    verifies,
    -- Publishers may leave out the rows of secret items.
    case
        when status = 'fail' and has_missing_rows then 'info'
        when measure = 'quantity' and severity = 'error' then 'warning'
        else severity
    end as severity,
    left_amount_keys,
    right_amount_keys,
    figure_count,
    table_count,
    is_valued
from with_missing_rows
where kind <> 'code_tree' or right_count > 0
