{#
    How plainly a text says that there is none of a subject, under a heading that may name the subject: 2 where the
    word of absence is before the subject (没有使用政府性基金), 3 where the text says it of the item or table itself
    (无此项), 4 where it follows the subject (政府性基金支出为0). Null where the text does not say so. `words` are those of
    the seed absence_phrases by kind (words_by_kind); texts are squashed.
#}
{% macro absence_rank(heading, text, subject, words) -%}
    {%- set between = words.between ~ '*' -%}
    {%- set itself = words.itself -%}
    case
        when regexp_matches({{ text }}, '{{ words.before }}{{ between }}(?:{{ subject }})') then 2
        when
            regexp_matches({{ text }}, '(?:{{ subject }}){{ between }}{{ words.after }}')
            or regexp_matches({{ heading }} || ':' || {{ text }}, '(?:{{ subject }}).{0,40}{{ itself }}')
            then case when regexp_matches({{ text }}, '{{ itself }}') then 3 else 4 end
    end
{%- endmacro %}
