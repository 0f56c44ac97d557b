{#
    Every short text that says whose document this is, of which year and of which kind: titles, also those on several
    lines, the 编制单位 / 部门名称 lines above or inside the tables, at last the cell beside such a label. `weight` is
    how much such a text is believed.
#}
{%- set whose = '^(?:编制|填报|预算|公开|申报)?(?:单位|部门)(?:名称)?(?:[(][^)]*[)])?:' %}
{%- set year = '20[0-9]{2}(?:年度|年)?' %}
{%- set whole = '(?:[(]?(?:汇总|本级)[)]?)?' %}
{%- set of_body = '(?:部门|单位|[(]部门[)])(?:[(]单位[)])?' %}
{%- set report = '(?:综合)?(?:预算|决算)' %}
{%- set kind_of_body = '(?:局|委|会|室|厅|部|院|中心|学|政府|街道|镇|乡|处|馆|站|所|队|社)' %}
{%- set chapter = '^(?:目录|第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|[(][一二三四五六七八九十]+[)])' %}
{%- set whose_cell = '(?:编制|填报|预算|公开|申报)(?:单位|部门)(?:名称)?|(?:单位|部门|部门[(]单位[)]|单位[(]部门[)])名称' %}
{%- set body_in_cell = '^(?:[[]?[0-9]{3,}[]]?[-—_]?)?([\p{Han}()]{3,29}' ~ kind_of_body ~ ')$' %}

with

lines as (

    select * from {{ ref('stg_text_lines') }}

),

cells as (

    select * from {{ ref('stg_cells') }}

),

table_rows as (

    select * from {{ ref('int_table_rows') }}

),

-- The cover ends where the contents or the first chapter begin.
cover_ends as (

    select
        disclosure_key,
        least(min(line_no) filter (where regexp_matches(squashed_text, '{{ chapter }}')), 16) as line_no
    from lines
    group by disclosure_key

),

-- Covers print their title on several lines; numbers of annexes and pages are no part of it.
cover_lines as (

    select
        lines.disclosure_key,
        lines.line_no,
        lines.compact_text,
        lines.squashed_text,
        row_number() over (partition by lines.disclosure_key order by lines.line_no) as place
    from lines
    inner join cover_ends
        on lines.disclosure_key = cover_ends.disclosure_key and lines.line_no < cover_ends.line_no
    where not regexp_full_match(lines.squashed_text, '附[件表录]?[0-9一二三四五六七八九十]*[-0-9]*:?|[-—·]*[0-9]{1,3}[-—·]*')

),

cover_titles as (

    select
        first_lines.disclosure_key,
        first_lines.line_no,
        string_agg(cover_lines.compact_text, '' order by cover_lines.place) as compact_text,
        string_agg(cover_lines.squashed_text, '' order by cover_lines.place) as squashed_text
    from cover_lines as first_lines
    cross join (values (2, 12), (3, 6), (4, 3)) as sizes (line_count, last_place)
    inner join cover_lines
        on
            first_lines.disclosure_key = cover_lines.disclosure_key
            and cover_lines.place between first_lines.place and first_lines.place + sizes.line_count - 1
    where first_lines.place <= sizes.last_place and length(first_lines.squashed_text) <= 40
    group by first_lines.disclosure_key, first_lines.line_no, sizes.line_count
    having count(*) = sizes.line_count and max(length(cover_lines.squashed_text)) <= 60

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

    select * from cover_titles

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

-- 部门名称 | 某市某局 inside a form: believed only where nothing else says whose document it is.
named_in_cells as (

    select
        labels.disclosure_key,
        any_value(labels.compact_text || '：' || cells.compact_text order by labels.table_no, labels.row_no) as evidence,
        regexp_extract(cells.squashed_text, '{{ body_in_cell }}', 1) as organization_name,
        0.5 + least(count(*), 40) / 100.0 as weight
    from cells as labels
    inner join cells
        on
            labels.disclosure_key = cells.disclosure_key
            and labels.table_no = cells.table_no
            and labels.row_no = cells.row_no
            and labels.col_no + labels.col_span = cells.col_no
    where
        regexp_full_match(labels.squashed_text, '{{ whose_cell }}')
        and regexp_matches(cells.squashed_text, '{{ body_in_cell }}')
    group by labels.disclosure_key, regexp_extract(cells.squashed_text, '{{ body_in_cell }}', 1)

),

read as (

    select
        texts.disclosure_key,
        texts.line_no,
        texts.compact_text as evidence,
        translate(texts.squashed_text, '〇零○Ｏ一二三四五六七八九', '0000123456789') as digits_text,
        texts.squashed_text,
        coalesce(texts.line_no < cover_ends.line_no, false) as is_on_cover
    from texts
    left join cover_ends
        on texts.disclosure_key = cover_ends.disclosure_key
    where not regexp_matches(texts.squashed_text, '[。;!]')

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
    end as weight,
    is_on_cover
from read

union all

select
    disclosure_key,
    2000 as line_no,
    evidence,
    cast(null as integer) as fiscal_year,
    cast(null as varchar) as report_kind,
    cast(null as varchar) as scope,
    organization_name,
    weight,
    false as is_on_cover
from named_in_cells
