{#
    Figures of forms (label beside value): the label is the nearest text on the left in the row, or, where the
    row has none, the texts above; a small table inside the form says it by its own header. Only figures whose label
    the vocabulary knows as money or share are placed. Words over the columns say on which basis; the points of an
    evaluation (分值, 得分) are no money.
#}
{%- set unit_in_brackets = '[(（](?:(?:金额)?单位[:：]?)?(?:人民币)?([亿万千]?元)[)）]' %}
with

cells as (

    select * from {{ ref('stg_cells') }}

),

number_cells as (

    select * from {{ ref('int_number_cells') }}

),

table_statements as (

    select * from {{ ref('int_tables') }}

),

identities as (

    select * from {{ ref('int_documents') }}

),

form_labels as (

    select * from {{ ref('int_form_label_matches') }}

),

indicator_tokens as (

    select * from {{ ref('int_indicator_tokens') }}

),

form_grids as (

    select * from {{ ref('int_form_grids') }}

),

form_projects as (

    select * from {{ ref('int_form_projects') }}

),

form_numbers as (

    select
        number_cells.*,
        table_statements.statement_code,
        table_statements.layout,
        table_statements.statement_nature,
        table_statements.unit as table_unit
    from number_cells
    inner join table_statements
        on
            number_cells.disclosure_key = table_statements.disclosure_key
            and number_cells.table_no = table_statements.table_no
            and table_statements.layout = 'form'
    left join indicator_tokens
        on
            number_cells.disclosure_key = indicator_tokens.disclosure_key
            and number_cells.table_no = indicator_tokens.table_no
            and number_cells.row_no = indicator_tokens.row_no
            and number_cells.col_no = indicator_tokens.col_no
            and indicator_tokens.part is not null
    where indicator_tokens.col_no is null

),

words as (

    select
        cells.disclosure_key,
        cells.table_no,
        cells.row_no,
        cells.row_span,
        cells.col_no,
        cells.col_span,
        cells.compact_text,
        cells.squashed_text,
        cells.words
    from cells
    inner join table_statements
        on
            cells.disclosure_key = table_statements.disclosure_key
            and cells.table_no = table_statements.table_no
            and table_statements.layout = 'form'
    where coalesce(cells.number_value, cells.money_value) is null

),

left_labels as (

    select
        form_numbers.disclosure_key,
        form_numbers.table_no,
        form_numbers.row_no,
        form_numbers.col_no,
        max(words.col_no) as label_col_no,
        arg_max(words.compact_text, words.col_no) as label_text,
        arg_min(words.compact_text, words.col_no) as first_text,
        arg_min(words.compact_text, words.col_no) filter (where words.row_span > 1) as side_heading
    from form_numbers
    inner join words
        on
            form_numbers.disclosure_key = words.disclosure_key
            and form_numbers.table_no = words.table_no
            and form_numbers.row_no between words.row_no and words.row_no + words.row_span - 1
            and form_numbers.col_no > words.col_no
    group by form_numbers.disclosure_key, form_numbers.table_no, form_numbers.row_no, form_numbers.col_no

),

above_labels as (

    select
        form_numbers.disclosure_key,
        form_numbers.table_no,
        form_numbers.row_no,
        form_numbers.col_no,
        arg_max(words.compact_text, words.row_no) filter (where words.col_no = form_numbers.col_no) as label_text,
        arg_max(words.compact_text, words.row_no) filter (
            where words.col_no = 1 and words.row_no < form_numbers.row_no
        ) as first_text
    from form_numbers
    inner join words
        on
            form_numbers.disclosure_key = words.disclosure_key
            and form_numbers.table_no = words.table_no
            and form_numbers.row_no > words.row_no
            and (form_numbers.col_no = words.col_no or words.col_no = 1)
    group by form_numbers.disclosure_key, form_numbers.table_no, form_numbers.row_no, form_numbers.col_no

),

units_above as (

    select
        form_numbers.disclosure_key,
        form_numbers.table_no,
        form_numbers.row_no,
        form_numbers.col_no,
        arg_max(regexp_extract(words.compact_text, '{{ unit_in_brackets }}', 1), words.row_no) as unit
    from form_numbers
    inner join words
        on
            form_numbers.disclosure_key = words.disclosure_key
            and form_numbers.table_no = words.table_no
            and form_numbers.row_no >= words.row_no
            and regexp_matches(words.compact_text, '{{ unit_in_brackets }}')
    group by form_numbers.disclosure_key, form_numbers.table_no, form_numbers.row_no, form_numbers.col_no

),

read_words as (

    select
        words.*,
        words.row_no + words.row_span - 1 as last_row_no,
        form_labels.role,
        form_labels.row_role,
        form_labels.basis
    from words
    left join form_labels
        on words.words = form_labels.words and length(words.compact_text) <= 60

),

figure_rows as (

    select distinct
        disclosure_key,
        table_no,
        row_no
    from form_numbers

),

-- 年初预算数 | 全年预算数 | 执行数 | 分值 | 得分: a row of such words without a figure heads the columns below it.
header_rows as (

    select
        read_words.disclosure_key,
        read_words.table_no,
        read_words.last_row_no as header_row_no,
        count(*) filter (where read_words.role = 'score' or read_words.basis is not null) as head_count
    from read_words
    left join figure_rows
        on
            read_words.disclosure_key = figure_rows.disclosure_key
            and read_words.table_no = figure_rows.table_no
            and read_words.last_row_no = figure_rows.row_no
    where figure_rows.row_no is null
    group by read_words.disclosure_key, read_words.table_no, read_words.last_row_no

),

-- The nearest text above the figure, strokes for blanks (— and /) left out, where it stands in such a row.
heads as (

    select
        form_numbers.disclosure_key,
        form_numbers.table_no,
        form_numbers.row_no,
        form_numbers.col_no,
        read_words.compact_text as head_text,
        read_words.role as head_role,
        read_words.basis,
        header_rows.head_count
    from form_numbers
    inner join read_words
        on
            form_numbers.disclosure_key = read_words.disclosure_key
            and form_numbers.table_no = read_words.table_no
            and form_numbers.row_no > read_words.last_row_no
            and form_numbers.col_no between read_words.col_no and read_words.col_no + read_words.col_span - 1
    left join header_rows
        on
            read_words.disclosure_key = header_rows.disclosure_key
            and read_words.table_no = header_rows.table_no
            and read_words.last_row_no = header_rows.header_row_no
    where not regexp_full_match(read_words.squashed_text, '[-—–―_/]+')
    qualify
        row_number() over (
            partition by
                form_numbers.disclosure_key, form_numbers.table_no, form_numbers.row_no, form_numbers.col_no
            order by read_words.last_row_no desc, read_words.col_no desc
        ) = 1
        and header_rows.head_count > 0

),

-- 执行数 beside its figure, 其中:财政拨款 and 其他资金 below it: the sources are of the basis of their total.
totals_above as (

    select
        left_labels.disclosure_key,
        left_labels.table_no,
        left_labels.row_no,
        left_labels.col_no,
        arg_max(coalesce(read_words.basis, ''), read_words.row_no) as basis
    from left_labels
    inner join read_words
        on
            left_labels.disclosure_key = read_words.disclosure_key
            and left_labels.table_no = read_words.table_no
            and left_labels.label_col_no = read_words.col_no
            and left_labels.row_no > read_words.last_row_no
            and read_words.row_role = 'total'
    inner join figure_rows
        on
            read_words.disclosure_key = figure_rows.disclosure_key
            and read_words.table_no = figure_rows.table_no
            and read_words.row_no = figure_rows.row_no
    group by left_labels.disclosure_key, left_labels.table_no, left_labels.row_no, left_labels.col_no

),

labelled as (

    select
        form_numbers.*,
        nullif(totals_above.basis, '') as total_basis,
        heads.head_text,
        heads.head_role,
        heads.basis as head_basis,
        -- One such word may stand beside a blank; two make a header, and its other words count as well.
        coalesce(heads.head_role = 'score', false) as is_score,
        coalesce(heads.head_count > 1 and heads.head_role is distinct from 'amount', false) as is_foreign,
        units_above.unit as unit_above,
        left_labels.label_text is not null as has_left_label,
        coalesce(left_labels.label_text, above_labels.first_text) as printed_label,
        case when left_labels.label_text is null then above_labels.label_text end as column_label,
        coalesce(
            nullif(left_labels.side_heading, left_labels.label_text), above_labels.first_text, left_labels.first_text
        ) as group_text
    from form_numbers
    left join left_labels
        on
            form_numbers.disclosure_key = left_labels.disclosure_key
            and form_numbers.table_no = left_labels.table_no
            and form_numbers.row_no = left_labels.row_no
            and form_numbers.col_no = left_labels.col_no
    left join above_labels
        on
            form_numbers.disclosure_key = above_labels.disclosure_key
            and form_numbers.table_no = above_labels.table_no
            and form_numbers.row_no = above_labels.row_no
            and form_numbers.col_no = above_labels.col_no
    left join units_above
        on
            form_numbers.disclosure_key = units_above.disclosure_key
            and form_numbers.table_no = units_above.table_no
            and form_numbers.row_no = units_above.row_no
            and form_numbers.col_no = units_above.col_no
    left join totals_above
        on
            form_numbers.disclosure_key = totals_above.disclosure_key
            and form_numbers.table_no = totals_above.table_no
            and form_numbers.row_no = totals_above.row_no
            and form_numbers.col_no = totals_above.col_no
    left join heads
        on
            form_numbers.disclosure_key = heads.disclosure_key
            and form_numbers.table_no = heads.table_no
            and form_numbers.row_no = heads.row_no
            and form_numbers.col_no = heads.col_no

),

matched as (

    select
        labelled.*,
        {{ label_words('coalesce(form_grids.line_text, labelled.printed_label)') }} as line_label,
        case when form_grids.col_no is not null then 'amount' else form_labels.role end as label_role,
        coalesce(form_grids.row_role, form_labels.row_role) as row_role,
        coalesce(form_grids.fund_source, form_labels.fund_source) as label_fund_source,
        case when form_grids.col_no is not null then form_grids.nature else form_labels.nature end as label_nature,
        form_grids.column_label as grid_column_label,
        form_grids.col_no is not null as is_in_grid,
        coalesce(
            form_grids.basis,
            labelled.head_basis,
            form_labels.basis,
            case when form_labels.row_role = 'detail' then labelled.total_basis end
        ) as printed_basis,
        coalesce(
            labelled.own_unit,
            nullif(regexp_extract(form_grids.column_label, '{{ unit_in_brackets }}', 1), ''),
            nullif(regexp_extract(labelled.printed_label, '{{ unit_in_brackets }}', 1), ''),
            labelled.unit_above,
            labelled.table_unit
        ) as unit
    from labelled
    left join form_labels
        on {{ label_words(squash('labelled.printed_label')) }} = form_labels.words
    left join form_grids
        on
            labelled.disclosure_key = form_grids.disclosure_key
            and labelled.table_no = form_grids.table_no
            and labelled.row_no = form_grids.row_no
            and labelled.col_no = form_grids.col_no

)

select
    matched.cell_key,
    matched.table_key,
    matched.row_key,
    matched.column_key,
    matched.meaning_column_key,
    matched.disclosure_key,
    matched.table_no,
    matched.row_no,
    matched.col_no,
    matched.meaning_col_no,
    matched.statement_code,
    matched.layout,
    form_projects.project_code,
    matched.line_label,
    matched.label_role,
    matched.row_role,
    coalesce(
        matched.grid_column_label,
        matched.column_label,
        case when matched.head_basis is not null then matched.head_text end,
        matched.group_text,
        ''
    ) as column_label,
    case when matched.label_fund_source = 'fiscal' then '' else coalesce(matched.label_fund_source, 'total') end
        as fund_source,
    coalesce(matched.label_nature, matched.statement_nature, '') as nature,
    identities.fiscal_year,
    identities.report_kind,
    coalesce(
        matched.printed_basis, case when identities.report_kind = 'final_accounts' then 'final' else 'budget' end
    ) as basis,
    case when matched.is_percent then 'share_pct' else 'amount' end as measure,
    matched.published_value,
    case when matched.is_percent then '%' else coalesce(matched.own_unit, matched.unit) end as published_unit,
    case
        when matched.label_role in ('phone', 'date', 'code') then matched.label_role
        when matched.label_role = 'project_code' then 'code'
        when matched.label_role in ('project_name', 'unit_name', 'field', 'score') then 'template_text'
        when matched.is_score then 'template_text'
        when matched.is_foreign and not matched.is_in_grid then 'unknown_form_label'
        when matched.label_role is null then 'unknown_form_label'
        when matched.published_value is null or abs(matched.published_value) >= 1e13 then 'unreadable_number'
        when matched.is_percent and matched.label_role <> 'share' then 'unknown_form_label'
        when not matched.is_percent and matched.label_role = 'share' then 'unknown_form_label'
        when identities.fiscal_year is null then 'unknown_fiscal_year'
        when identities.report_kind is null then 'unknown_report_kind'
        -- What was spent cannot stand in a budget unless it speaks of another year, and the form does not say which.
        when identities.report_kind = 'budget' and matched.printed_basis = 'final' then 'unknown_form_label'
        when not matched.is_percent and coalesce(matched.own_unit, matched.unit) is null then 'unknown_unit'
    end as refusal,
    matched.is_broken as repaired,
    matched.page_no,
    matched.x0,
    matched.top,
    matched.x1,
    matched.bottom,
    matched.source_line,
    matched.raw_text
from matched
inner join identities
    on matched.disclosure_key = identities.disclosure_key
left join form_projects
    on matched.disclosure_key = form_projects.disclosure_key and matched.table_no = form_projects.table_no
