{#
    Which columns of a statement are the direct parts of which other column: 合计 = 基本支出 + 项目支出, 小计 = the
    columns of its group, total = the fund sources. The header path says which group a column stands in and which
    column heads the group; inside a group the trees of natures and fund sources say what is part of what, so that
    a level the template does not print is skipped. Only columns of the same year, basis, measure and unit meet.
#}
with

figures as (

    select * from {{ ref('int_figures') }}
    where layout in ('matrix', 'balance', 'summary_form')

),

columns_read as (

    select * from {{ ref('int_columns') }}

),

number_cells as (

    select * from {{ ref('int_number_cells') }}

),

ancestries as (

    select * from {{ ref('int_code_ancestors') }}

),

valued_columns as (

    select
        disclosure_key,
        table_no,
        block_no,
        column_no,
        any_value(statement_code) as statement_code,
        any_value(column_label) as column_label,
        bool_or(is_total_column) as is_total_column,
        case
            when count(distinct fund_source) > 1 then 'varied'
            else coalesce(nullif(min(fund_source), ''), 'fiscal')
        end as fund_source,
        case when count(distinct nature) > 1 then 'varied' else coalesce(nullif(min(nature), ''), 'none') end as nature,
        concat_ws(
            '|', min(flow), min(basis), min(fiscal_year), measure, published_unit
        ) as family
    from figures
    where is_summable and nature <> 'sme_reserved'
    group by disclosure_key, table_no, block_no, column_no, measure, published_unit

),

unread_blocks as (

    select
        number_cells.disclosure_key,
        number_cells.table_no,
        number_cells.block_no,
        bool_or(valued_columns.column_no is null) as has_unread_columns
    from number_cells
    left join valued_columns
        on
            number_cells.disclosure_key = valued_columns.disclosure_key
            and number_cells.table_no = valued_columns.table_no
            and number_cells.meaning_col_no = valued_columns.column_no
    left join columns_read
        on
            number_cells.disclosure_key = columns_read.disclosure_key
            and number_cells.table_no = columns_read.table_no
            and number_cells.meaning_col_no = columns_read.col_no
    where
        number_cells.row_class = 'data'
        and number_cells.column_role in ('amount', 'unknown')
        and coalesce(columns_read.measure, 'amount') = 'amount'
    group by number_cells.disclosure_key, number_cells.table_no, number_cells.block_no

),

blank_columns as (

    select
        columns_read.disclosure_key,
        columns_read.table_no,
        columns_read.block_no,
        count(*) as blank_column_count
    from columns_read
    left join valued_columns
        on
            columns_read.disclosure_key = valued_columns.disclosure_key
            and columns_read.table_no = valued_columns.table_no
            and columns_read.col_no = valued_columns.column_no
    where columns_read.role = 'amount' and valued_columns.column_no is null
    group by columns_read.disclosure_key, columns_read.table_no, columns_read.block_no

),

placed_columns as (

    select
        valued_columns.* exclude (family),
        -- In an account each step has its own parts: what is left over is no part of what was spent.
        concat_ws('|', valued_columns.family, columns_read.balance_step) as family,
        coalesce(columns_read.header_path, [valued_columns.column_label]) as path,
        list_slice(
            coalesce(columns_read.header_path, [valued_columns.column_label]),
            1,
            len(coalesce(columns_read.header_path, [valued_columns.column_label])) - 1
        ) as group_path,
        columns_read.header_path[-1] as last_text,
        unread_blocks.has_unread_columns,
        coalesce(blank_columns.blank_column_count, 0) as blank_column_count
    from valued_columns
    left join columns_read
        on
            valued_columns.disclosure_key = columns_read.disclosure_key
            and valued_columns.table_no = columns_read.table_no
            and valued_columns.column_no = columns_read.col_no
    left join unread_blocks
        on
            valued_columns.disclosure_key = unread_blocks.disclosure_key
            and valued_columns.table_no = unread_blocks.table_no
            and valued_columns.block_no = unread_blocks.block_no
    left join blank_columns
        on
            valued_columns.disclosure_key = blank_columns.disclosure_key
            and valued_columns.table_no = blank_columns.table_no
            and valued_columns.block_no = blank_columns.block_no

),

-- The column that heads each group: its 小计, 合计 or 金额; for the whole block the most general of them.
heads as (

    select
        disclosure_key,
        table_no,
        block_no,
        family,
        group_path,
        column_no as head_column_no
    from placed_columns
    where is_total_column
    qualify
        row_number() over (
            partition by disclosure_key, table_no, block_no, family, group_path
            order by regexp_matches(last_text, '^本年|^当年'), column_no
        ) = 1

),

enclosed as (

    select
        columns_in.disclosure_key,
        columns_in.table_no,
        columns_in.block_no,
        columns_in.column_no,
        max_by(heads.head_column_no, len(heads.group_path)) as head_column_no
    from placed_columns as columns_in
    inner join heads
        on
            columns_in.disclosure_key = heads.disclosure_key
            and columns_in.table_no = heads.table_no
            and columns_in.block_no = heads.block_no
            and columns_in.family = heads.family
            and columns_in.column_no <> heads.head_column_no
            and len(heads.group_path) <= len(columns_in.group_path)
            and list_slice(columns_in.group_path, 1, len(heads.group_path)) = heads.group_path
    -- A head belongs to a wider group than its own.
    left join heads as own
        on
            columns_in.disclosure_key = own.disclosure_key
            and columns_in.table_no = own.table_no
            and columns_in.block_no = own.block_no
            and columns_in.column_no = own.head_column_no
    where own.head_column_no is null or len(heads.group_path) < len(own.group_path)
    group by columns_in.disclosure_key, columns_in.table_no, columns_in.block_no, columns_in.column_no

),

sets as (

    select
        placed_columns.*,
        enclosed.head_column_no,
        coalesce(enclosed.head_column_no, 0) as set_no
    from placed_columns
    left join enclosed
        on
            placed_columns.disclosure_key = enclosed.disclosure_key
            and placed_columns.table_no = enclosed.table_no
            and placed_columns.block_no = enclosed.block_no
            and placed_columns.column_no = enclosed.column_no

),

headed as (

    select distinct
        disclosure_key,
        table_no,
        block_no,
        head_column_no
    from sets
    where head_column_no is not null

),

candidates as (

    select
        parts.disclosure_key,
        parts.table_no,
        parts.block_no,
        parts.column_no as part_column_no,
        parts.set_no,
        wholes.column_no as whole_column_no,
        parts.fund_source as part_fund_source,
        wholes.column_no = parts.head_column_no as is_head,
        headed.head_column_no is not null as heads_others,
        case
            when wholes.fund_source = parts.fund_source and wholes.nature = parts.nature then 'equal'
            when wholes.fund_source = parts.fund_source then 'nature'
            when wholes.nature = parts.nature then 'fund_source'
            else 'mixed'
        end as dimension,
        coalesce(nature_ancestries.distance, 0) + coalesce(fund_ancestries.distance, 0) as distance,
        regexp_matches(coalesce(parts.last_text, ''), '^其中') as is_of_which,
        parts.path = wholes.path as is_repeated,
        parts.statement_code
    from sets as parts
    inner join sets as wholes
        on
            parts.disclosure_key = wholes.disclosure_key
            and parts.table_no = wholes.table_no
            and parts.block_no = wholes.block_no
            and parts.family = wholes.family
            and parts.column_no <> wholes.column_no
            and (parts.set_no = wholes.set_no or parts.head_column_no = wholes.column_no)
    left join ancestries as nature_ancestries
        on
            nature_ancestries.tree = 'nature'
            and parts.nature = nature_ancestries.code
            and wholes.nature = nature_ancestries.ancestor_code
    left join ancestries as fund_ancestries
        on
            fund_ancestries.tree = 'fund_source'
            and parts.fund_source = fund_ancestries.code
            and wholes.fund_source = fund_ancestries.ancestor_code
    left join headed
        on
            wholes.disclosure_key = headed.disclosure_key
            and wholes.table_no = headed.table_no
            and wholes.block_no = headed.block_no
            and wholes.column_no = headed.head_column_no
            and wholes.column_no is distinct from parts.head_column_no
    where
        (wholes.nature = parts.nature or nature_ancestries.code is not null)
        and (wholes.fund_source = parts.fund_source or fund_ancestries.code is not null)

),

direct_parts as (

    select *
    from candidates
    where
        case
            when dimension = 'equal'
                then
                    is_head
                    and not is_of_which
                    and not is_repeated
                    and statement_code not in ('three_public', 'state_assets')
            -- 本年收入 without a group of its own still heads the sources of the year; the carry-over is not one.
            when dimension = 'fund_source' and not is_head and distance = 1 and part_fund_source = 'carryover'
                then false
            else true
        end
    qualify
        row_number() over (
            partition by disclosure_key, table_no, block_no, part_column_no
            order by
                dimension = 'mixed',
                distance,
                dimension = 'equal',
                heads_others,
                is_head,
                abs(part_column_no - whole_column_no)
        ) = 1

),

wholes as (

    select
        disclosure_key,
        table_no,
        block_no,
        whole_column_no,
        count(*) as part_count,
        bool_or(dimension = 'mixed') as has_mixed_parts,
        count(distinct case when dimension = 'equal' then 'fund_source' else dimension end) as dimension_count
    from direct_parts
    group by disclosure_key, table_no, block_no, whole_column_no

)

select
    direct_parts.disclosure_key,
    direct_parts.table_no,
    direct_parts.block_no,
    direct_parts.whole_column_no,
    direct_parts.part_column_no,
    case when direct_parts.dimension = 'nature' then 'nature' else 'fund_source' end as dimension,
    case
        when wholes.has_mixed_parts then 'mixed_columns'
        when placed_columns.has_unread_columns then 'unread_columns'
        when
            count(*) over (
                partition by
                    direct_parts.disclosure_key,
                    direct_parts.table_no,
                    direct_parts.block_no,
                    direct_parts.whole_column_no,
                    direct_parts.dimension = 'nature'
            ) = 1 and (placed_columns.blank_column_count = 0 or direct_parts.is_of_which)
            then 'single_part'
    end as doubt
from direct_parts
inner join wholes
    on
        direct_parts.disclosure_key = wholes.disclosure_key
        and direct_parts.table_no = wholes.table_no
        and direct_parts.block_no = wholes.block_no
        and direct_parts.whole_column_no = wholes.whole_column_no
inner join placed_columns
    on
        direct_parts.disclosure_key = placed_columns.disclosure_key
        and direct_parts.table_no = placed_columns.table_no
        and direct_parts.block_no = placed_columns.block_no
        and direct_parts.whole_column_no = placed_columns.column_no
