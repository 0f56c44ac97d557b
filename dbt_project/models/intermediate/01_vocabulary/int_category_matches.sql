{#
    One row for each distinct header text and each economic category that it may name: by a printed code (501 机关工资福利
    支出, 商品和服务支出（302）, 30201), else by its name, which several categories can bear.
#}
{% set code = '[35][0-9]{2}(?:[0-9]{2})?' %}
with

texts as (

    select distinct {{ without_unit_or_hint('words') }} as named_words, words
    from {{ ref('stg_texts') }}
    where length(squashed_text) <= 40

),

categories as (

    {% for system in ['department', 'government'] -%}
        select distinct
            '{{ system }}' as code_system,
            code,
            {{ category_name(squash('name_zh')) }} as name
        from {{ ref(system ~ '_economic_categories') }}

        {{ 'union all' if not loop.last }}

    {% endfor -%}

),

printed as (

    select
        words,
        named_words,
        coalesce(
            nullif(regexp_extract(named_words, '^[(]?({{ code }})[)]?(?:[^0-9].*)?$', 1), ''),
            nullif(regexp_extract(named_words, '[^0-9.]({{ code }})[)]?$', 1), '')
        ) as printed_code
    from texts

)

select distinct
    printed.words,
    categories.code_system,
    categories.code,
    coalesce(categories.code = printed.printed_code, false) as is_printed
from printed
inner join categories
    on
        categories.code = printed.printed_code
        or (categories.name = {{ category_name('printed.named_words') }} and printed.printed_code is null)
