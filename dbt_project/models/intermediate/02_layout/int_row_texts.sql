{#
    One row for each table row: its texts and numbers, and what its words alone say: unit, organisation, numbers of
    columns, codes of economic categories, who made the table and when, or a running total of the page. It reads the
    cells where staging reads them, as every published amount would be one model further from the paper otherwise.
#}
-- depends_on: {{ ref('keywords') }}
with

cells as (

    {{ cells_of_batch(printed_again=false) }}

),

categories as (

    select code from {{ ref('department_economic_categories') }}

    union

    select code from {{ ref('government_economic_categories') }}

),

counted as (

    select
        *,
        count(*) over (partition by row_key) = 1 as text_count_is_one
    from cells

),

rows_of_cells as (

    select
        row_key,
        any_value(table_key) as table_key,
        any_value(disclosure_key) as disclosure_key,
        any_value(table_no) as table_no,
        any_value(row_no) as row_no,
        count(*) as text_count,
        count(coalesce(number_value, money_value)) as number_count,
        arg_min(compact_text, col_no) as first_text,
        string_agg(squashed_text, '|' order by col_no) as row_text,
        list(number_value order by col_no) filter (where number_value is not null) as numbers,
        bool_and(
            number_value is not null
            or regexp_full_match(
                squashed_text, '[*]+|栏次|行次|序号|[甲乙丙丁]|[类款项]|[A-Z]|[0-9]+=[-0-9+()]+|[0-9]+\([-0-9+=]+\)'
            )
        ) as is_numbers_and_marks,
        bool_and(
            recognition_score is not null
            and (number_value is not null or length(squashed_text) <= 1 or squashed_text in ('栏次', '行次', '序号'))
        ) as is_numbers_and_characters,
        count(*) filter (where squashed_text = '') as unknown_count,
        list(number_value order by col_no) = list_sort(list(number_value)) as counts_up,
        count(distinct col_no - number_value) = 1 and min(col_no - number_value) >= 0 as numbers_follow_columns,
        bool_or(
            regexp_matches(squashed_text, '^[(]?(?:金额|货币|计量)?单位:?(?:人民币)?[亿万千百]?元[)]?$|^预算年度')
            or (text_count_is_one and regexp_matches(squashed_text, '^20[0-9]{2}年度?$'))
        ) as names_unit_or_year,
        bool_or(
            regexp_matches(squashed_text, '^(?:编制|填报|预算|部门|公开)?(?:单位|部门)(?:名称)?(?:\([^)]*\))?:.')
        ) as names_organization,
        count(*) > 1
        and count(distinct squashed_text) = count(*)
        and bool_and(squashed_text in (select categories.code from categories)) as is_category_codes,
        bool_or({{ has_word('squashed_text', 'row_foot') }}) as is_foot,
        bool_or({{ has_word('squashed_text', 'page_total') }}) as is_page_total
    from counted
    group by row_key

)

select
    * exclude (is_numbers_and_characters, unknown_count, numbers_follow_columns, counts_up),
    coalesce(
        sum(number_count) over (
            partition by table_key order by row_no rows between unbounded preceding and 1 preceding
        ) > 0,
        false
    ) as is_below_numbers,
    is_numbers_and_marks
    and number_count >= 1
    and (number_count > 1 or text_count > 1)
    -- The second half of a wide table continues with 8 | 9 | 10 | 11.
    and (list_min(numbers) between 0 and 3 or number_count > 3 and text_count = number_count and counts_up)
    and list_max(numbers) - list_min(numbers) + 1 = len(numbers)
    and len(list_distinct(numbers)) = len(numbers)
    -- Recognition reads * as any character, and not every digit: 米 米 1 2 3 � 5 6. One may be lost without a trace,
    -- and more where each of the others is in its own column.
    or is_numbers_and_characters
    and (
        number_count >= 3 and numbers_follow_columns
        or number_count >= 4
        and list_min(numbers) between 1 and 3
        and numbers = list_sort(list_distinct(numbers))
        and list_max(numbers) - list_min(numbers) + 1 <= len(numbers) + greatest(unknown_count, 1)
    ) as is_column_numbers
from rows_of_cells
