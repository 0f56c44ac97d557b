{#
    Which columns are the direct parts of which other column: 合计 = 基本支出 + 项目支出, 小计 = the columns of its
    group, total = the fund sources. A column can be a part of the head of its group or of another column of the group.
    The trees of natures and fund sources decide which, so that a level the template does not print is skipped.
#}
-- depends_on: {{ ref('keywords') }}
with

column_groups as (

    select * from {{ ref('int_column_groups') }}

),

ancestors as (

    select * from {{ ref('int_code_ancestors') }}

),

statements as (

    select * from {{ ref('statements') }}

),

candidates as (

    select
        parts.column_key as part_column_key,
        parts.fund_source as part_fund_source,
        wholes.column_key as whole_column_key,
        wholes.meaning_col_no as whole_col_no,
        wholes.column_key = parts.head_column_key as is_head,
        wholes.is_head and coalesce(wholes.column_key <> parts.head_column_key, true) as heads_others,
        case
            when wholes.fund_source = parts.fund_source and wholes.nature = parts.nature then 'equal'
            when wholes.fund_source = parts.fund_source then 'nature'
            when wholes.nature = parts.nature then 'fund_source'
            else 'mixed'
        end as dimension,
        coalesce(nature_ancestors.distance, 0) + coalesce(fund_ancestors.distance, 0) as distance,
        abs(parts.meaning_col_no - wholes.meaning_col_no) as column_distance,
        {{ has_word("coalesce(parts.last_text, '')", 'of_which') }} as is_of_which,
        parts.header_path = wholes.header_path as is_repeated,
        statements.lists_three_public_items or statements.lists_assets as lists_items
    from column_groups as parts
    inner join column_groups as wholes
        on
            parts.block_key = wholes.block_key
            and parts.family = wholes.family
            and parts.column_key <> wholes.column_key
            and parts.group_key in (wholes.group_key, wholes.column_key)
    inner join statements
        on parts.statement_code = statements.statement_code
    left join ancestors as nature_ancestors
        on
            nature_ancestors.tree = 'nature'
            and parts.nature = nature_ancestors.code
            and wholes.nature = nature_ancestors.ancestor_code
    left join ancestors as fund_ancestors
        on
            fund_ancestors.tree = 'fund_source'
            and parts.fund_source = fund_ancestors.code
            and wholes.fund_source = fund_ancestors.ancestor_code
    where
        (wholes.nature = parts.nature or nature_ancestors.code is not null)
        and (wholes.fund_source = parts.fund_source or fund_ancestors.code is not null)

),

direct_parts as (

    select *
    from candidates
    where
        case
            -- Equal coordinates: a column under the head of its group, but no item, no 其中 and no reprint.
            when dimension = 'equal' then is_head and not is_of_which and not is_repeated and not lists_items
            -- 本年收入 beside the head of the group still heads the sources of the year; the carry-over is not one.
            when dimension = 'fund_source' and not is_head and distance = 1 and part_fund_source = 'carryover'
                then false
            else true
        end
    qualify
        row_number() over (
            partition by part_column_key
            order by
                dimension = 'mixed',
                distance,
                dimension = 'equal',
                heads_others,
                is_head,
                column_distance
        ) = 1

)

-- A column with figures in several units is several wholes, of which each has the same parts.
select distinct
    direct_parts.whole_column_key,
    direct_parts.whole_col_no,
    direct_parts.part_column_key,
    case when direct_parts.dimension = 'nature' then 'nature' else 'fund_source' end as dimension,
    case
        when bool_or(direct_parts.dimension = 'mixed') over same_whole then 'mixed_columns'
        when wholes.has_unread_columns then 'unread_columns'
        when
            count(*) over same_sum = 1 and (wholes.blank_column_count = 0 or direct_parts.is_of_which)
            then 'single_part'
    end as doubt
from direct_parts
inner join column_groups as wholes
    on direct_parts.whole_column_key = wholes.column_key
window
    same_whole as (partition by direct_parts.whole_column_key),
    same_sum as (partition by direct_parts.whole_column_key, direct_parts.dimension = 'nature')
