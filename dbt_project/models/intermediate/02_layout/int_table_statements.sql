{#
    Which statement each table is, by the nearest title that the vocabulary knows, and which unit of money
    stands over it. A table that follows another without any text between continues it.
#}
{%- set number = '[0-9一二三四五六七八九十]{1,3}' %}
{%- set annex = '^(?:附|公开|预算公开|预算|决算|部门预算|财决|财预)?(?:附件|附表|表)' ~ number ~ '(?:-[0-9]+)?[:.、]?' %}
{%- set unit_in_title = '[(](?:(?:金额)?单位:?)?(?:人民币)?[亿万千]?元[)]$' %}
{%- set numbered_table = '^(?:预算|决算|公开)?[0-9]{1,3}表[:.、]?' %}

{#- 单位:万元, 单位(万元), or a title above that ends in it: 部门收支总表(万元). -#}
{%- set named_unit -%}
regexp_matches(
    surroundings.squashed_text,
    '单位:?[(]?(?:人民币)?' || units.unit
    || case when surroundings.distance < 0 then '' else '|表[(](?:人民币)?' || units.unit || '[)]$' end
)
{%- endset %}

with

tables as (

    select * from {{ ref('stg_tables') }}

),

surroundings as (

    select * from {{ ref('int_table_surroundings') }}

),

cells as (

    select * from {{ ref('stg_cells') }}

),

statement_titles as (

    select * from {{ ref('statement_titles') }}

),

units as (

    select * from {{ ref('units') }}

),

bare_titles as (

    select
        *,
        regexp_replace(
            regexp_replace(squashed_text, '{{ unit_in_title }}', ''),
            '{{ annex }}|{{ numbered_table }}|^{{ number }}[、.:]|^[(][一二三四五六七八九十]{1,3}[)]',
            ''
        ) as bare_text
    from surroundings

),

named_cells as (

    select
        cells.disclosure_key,
        cells.table_no,
        cells.row_no,
        statement_titles.statement_code
    from cells
    inner join statement_titles
        on regexp_full_match(cells.squashed_text, statement_titles.pattern)
    where regexp_matches(cells.squashed_text, '表(?:[(][^()]*[)])?$') and length(cells.squashed_text) <= 60
    qualify
        row_number() over (
            partition by cells.disclosure_key, cells.table_no, cells.row_no, cells.col_no
            order by statement_titles.priority, statement_titles.pattern
        ) = 1

),

contents as (

    select
        disclosure_key,
        table_no
    from named_cells
    group by disclosure_key, table_no
    having count(distinct row_no) > 2 and count(distinct statement_code) > 2

),

-- Matching costs a compiled pattern for each pair: each text is put to the vocabulary once.
title_texts as (

    select
        texts.bare_text,
        statement_titles.*
    from (
        select distinct bare_text
        from bare_titles
        where distance >= 0 and not regexp_matches(bare_text, '[。;]|,.*,|[:]..')
    ) as texts
    inner join statement_titles
        on regexp_full_match(texts.bare_text, statement_titles.pattern)
    qualify
        row_number() over (
            partition by texts.bare_text order by statement_titles.priority, statement_titles.pattern
        ) = 1

),

titled as (

    select
        bare_titles.disclosure_key,
        bare_titles.table_no,
        bare_titles.compact_text as title,
        bare_titles.bare_text as bare_title,
        title_texts.statement_code,
        title_texts.layout,
        title_texts.fund_source,
        title_texts.nature
    from bare_titles
    inner join title_texts
        on bare_titles.bare_text = title_texts.bare_text
    left join contents
        on bare_titles.disclosure_key = contents.disclosure_key and bare_titles.table_no = contents.table_no
    where bare_titles.distance >= 0 and contents.table_no is null
    qualify
        row_number() over (
            partition by bare_titles.disclosure_key, bare_titles.table_no
            order by bare_titles.distance, bare_titles.line_count, title_texts.priority, title_texts.pattern
        ) = 1

),

united as (

    select
        surroundings.disclosure_key,
        surroundings.table_no,
        units.unit,
        {{ named_unit }} as is_named,
        case when surroundings.distance < 0 then 'below' else 'above' end as unit_source
    from surroundings
    inner join units
        on
            {{ named_unit }}
            -- The unit alone at the end of a line above: `341-某局    万元`; 元 alone may be the end of 万元.
            or (
                units.unit <> '元'
                and surroundings.distance between 1 and 2
                and regexp_full_match(surroundings.last_word, '[(（]?(?:人民币)?' || units.unit || '[)）]?')
            )
    qualify
        row_number() over (
            partition by surroundings.disclosure_key, surroundings.table_no
            order by
                not is_named, surroundings.distance < 0, surroundings.distance, surroundings.line_count, units.priority
        ) = 1

),

joined as (

    select
        tables.*,
        titled.title,
        titled.statement_code,
        titled.layout,
        titled.fund_source,
        titled.nature,
        united.unit,
        united.unit_source,
        tables.after_line_no = lag(tables.after_line_no) over (
            partition by tables.disclosure_key order by tables.table_no
        ) as follows_at_once
    from tables
    left join titled
        on tables.disclosure_key = titled.disclosure_key and tables.table_no = titled.table_no
    left join united
        on tables.disclosure_key = united.disclosure_key and tables.table_no = united.table_no

),

continued as (

    select
        *,
        sum(case when coalesce(follows_at_once, false) and title is null then 0 else 1 end) over (
            partition by disclosure_key order by table_no
        ) as title_group
    from joined

)

select
    disclosure_key,
    table_no,
    after_line_no,
    page_first,
    page_last,
    row_count,
    column_count,
    header_row_count,
    finder,
    first_value(title) over same_title as title,
    coalesce(first_value(statement_code) over same_title, 'other') as statement_code,
    coalesce(first_value(layout) over same_title, 'unknown') as layout,
    coalesce(first_value(fund_source) over same_title, '') as statement_fund_source,
    coalesce(first_value(nature) over same_title, '') as statement_nature,
    coalesce(unit, first_value(unit) over same_title) as unit,
    coalesce(unit_source, first_value(unit_source) over same_title) as unit_source
from continued
window same_title as (partition by disclosure_key, title_group order by table_no)
