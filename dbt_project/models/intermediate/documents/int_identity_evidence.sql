{#
    Every short text that says whose document this is, of which year and of which kind: titles, and the
    编制单位 / 部门名称 lines above or inside the tables. `weight` is how much such a text is believed.
#}
{%- set whose = '^(?:编制|填报|预算|公开|申报)?(?:单位|部门)(?:名称)?(?:[(][^)]*[)])?:' %}
{%- set year = '20[0-9]{2}(?:年度|年)?' %}
{%- set whole = '(?:[(]?(?:汇总|本级)[)]?)?' %}
{%- set of_body = '(?:部门|单位|[(]部门[)])(?:[(]单位[)])?' %}
{%- set report = '(?:综合)?(?:预算|决算)' %}
{%- set kind_of_body = '(?:局|委|会|室|厅|部|院|中心|学|政府|街道|镇|乡|处|馆|站|所|队|社)' %}

with

lines as (

    select * from {{ ref('stg_lines') }}

),

cells as (

    select * from {{ ref('stg_cells') }}

),

table_rows as (

    select * from {{ ref('int_table_rows') }}

),

texts as (

    select
        disclosure_key,
        line_no,
        compact_text,
        squashed_text
    from lines
    where length(squashed_text) <= 60

    union all

    select
        disclosure_key,
        line_no,
        compact_text || lead(compact_text) over (partition by disclosure_key order by line_no) as compact_text,
        squashed_text || lead(squashed_text) over (partition by disclosure_key order by line_no) as squashed_text
    from lines
    where line_no <= 12 and length(squashed_text) <= 40

    union all

    select
        disclosure_key,
        line_no,
        compact_text
        || lead(compact_text, 1) over (partition by disclosure_key order by line_no)
        || lead(compact_text, 2) over (partition by disclosure_key order by line_no) as compact_text,
        squashed_text
        || lead(squashed_text, 1) over (partition by disclosure_key order by line_no)
        || lead(squashed_text, 2) over (partition by disclosure_key order by line_no) as squashed_text
    from lines
    where line_no <= 6 and length(squashed_text) <= 30

    union all

    select
        cells.disclosure_key,
        1000 as line_no,
        cells.compact_text,
        cells.squashed_text
    from cells
    inner join table_rows
        on
            cells.disclosure_key = table_rows.disclosure_key
            and cells.table_no = table_rows.table_no
            and cells.row_no = table_rows.row_no
    where table_rows.row_class = 'preface' and length(cells.squashed_text) <= 60

),

read as (

    select
        disclosure_key,
        line_no,
        compact_text as evidence,
        translate(squashed_text, '〇零○Ｏ一二三四五六七八九', '0000123456789') as digits_text,
        squashed_text
    from texts
    where not regexp_matches(squashed_text, '[。;!]')

)

select
    disclosure_key,
    line_no,
    evidence,
    try_cast(
        coalesce(
            nullif(regexp_extract(digits_text, '(20[0-9]{2})年?度?[^0-9]{0,30}?(?:预算|决算)', 1), ''),
            nullif(regexp_extract(digits_text, '(?:预算|决算)年度:?(20[0-9]{2})', 1), ''),
            nullif(regexp_extract(digits_text, '^[(]?(20[0-9]{2})年度?[)]?$', 1), '')
        ) as integer
    ) as fiscal_year,
    case
        when regexp_matches(squashed_text, '[,、]') then null
        when
            regexp_matches(
                squashed_text,
                '(?:部门|单位|本级|综合|汇总|收支|收入|支出|[0-9]年度?)[)]?决算|决算(?:[0-9]{1,2}表|公开|信息|报告|报表|总表|表|说明)'
            )
            then 'final_accounts'
        when
            regexp_matches(
                squashed_text,
                '(?:部门|单位|本级|综合|汇总|收支|收入|支出|[0-9]年度?)[)]?预算|预算(?:[0-9]{1,2}表|公开|信息|报告|报表|总表|表|说明|草案)'
            )
            then 'budget'
    end as report_kind,
    case
        when regexp_matches(squashed_text, '单位预算|单位决算') and not regexp_matches(squashed_text, '部门') then 'unit'
        when regexp_matches(squashed_text, '部门(?:[(]单位[)])?(?:综合)?(?:预算|决算)') then 'department'
    end as scope,
    nullif(
        trim(
            coalesce(
                nullif(
                    regexp_extract(
                        squashed_text,
                        '{{ whose }}(?:\[?[0-9]{3,}\]?[-—]?)?([\p{Han}()、]{3,30}?)(?:(?:单位:|金额|,|20[0-9]{2}).*)?$',
                        1
                    ), ''
                ),
                nullif(
                    regexp_extract(
                        squashed_text,
                        '^(?:[0-9]{3}|[0-13-9][0-9]{3,5}|2[1-9][0-9]{2,4})([\p{Han}()]{3,30}{{ kind_of_body }})$',
                        1
                    ), ''
                ),
                nullif(
                    regexp_extract(
                        digits_text,
                        '^(?:{{ year }})?([\p{Han}()]{4,30}?){{ whole }}{{ year }}(?:{{ of_body }})?{{ report }}',
                        1
                    ), ''
                ),
                nullif(
                    regexp_extract(
                        digits_text,
                        '^{{ year }}([\p{Han}()]{4,30}?){{ of_body }}{{ report }}',
                        1
                    ), ''
                )
            )
        ), ''
    ) as organization_name,
    case
        when regexp_matches(squashed_text, '{{ whose }}') then 4
        when line_no <= 12 then 2
        else 1
    end as weight
from read
