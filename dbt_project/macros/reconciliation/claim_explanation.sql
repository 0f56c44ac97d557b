{# The outcome of a claim in words, in both languages. Takes a relation with the columns that int_claims judges by. #}
{% macro claim_explanation(claims) -%}
    {%- set c = claims -%}
    {%- set given -%}
        {{ plain_number('cast(round(' ~ c ~ '.table_value, 4) as decimal(24, 4))') }} || ' ' || {{ c }}.claimed_unit
    {%- endset -%}
    case
        when {{ c }}.status = 'agrees' and {{ c }}.strength = 'wider'
            then
                'The tables give the same figure, in a statement next to the one that the sentence names. '
                || '/ 与相近口径报表中的数字一致。'
        when {{ c }}.status = 'agrees' and len({{ c }}.amount_keys) > 1
            then 'The figures of the tables give the same. / 与表内数字计算结果一致。'
        when {{ c }}.status = 'agrees' then 'A table prints the same figure. / 与表内数字一致。'
        when {{ c }}.status = 'disagrees'
            then 'The tables give ' || {{ given }} || '. / 按表内数字应为 ' || {{ given }} || '。'
        when not {{ c }}.is_read
            then
                'The words before the figure name no row and column of a table for certain. '
                || '/ 文字未能确切对应到表中的行与列。'
        when {{ c }}.strength is null
            then
                'No table prints a figure of this meaning: the cell is blank, or there is no such row, column or year. '
                || '/ 表内没有此含义的数字：单元格空白，或没有相应的行、列或年度。'
        else
            'The tables print figures near this meaning, but which of them is meant stays open. '
            || '/ 表内有含义相近的数字，但不能确定所指为哪一个。'
    end
{%- endmacro %}
