{# No two rows share the values of these columns; missing values count as equal. #}
{% test unique_combination(model, columns) %}
    select
        {{ columns | join(', ') }},
        count(*) as row_count
    from {{ model }}
    group by {{ columns | join(', ') }}
    having count(*) > 1
{% endtest %}

{# Every value that is there matches the regular expression; anchor the pattern to judge the whole value. #}
{% test matches(model, column_name, pattern) %}
    select {{ column_name }}
    from {{ model }}
    where
        {{ column_name }} is not null
        and not regexp_matches({{ column_name }}, '{{ pattern | replace("'", "''") }}')
{% endtest %}

{# The expression is true in every row. A row where it cannot be decided (null) fails as well. #}
{% test expression_is_true(model, expression, column_name=none) %}
    select *
    from {{ model }}
    where ({{ column_name if column_name is not none }} {{ expression }}) is not true
{% endtest %}

{# Every value that is there lies between the bounds, which belong to the range. Give one bound or both. #}
{% test accepted_range(model, column_name, min_value=none, max_value=none) %}
    {% if min_value is none and max_value is none %}
        {{ exceptions.raise_compiler_error("accepted_range needs min_value or max_value") }}
    {% endif %}
    select {{ column_name }}
    from {{ model }}
    where
        false
        {% if min_value is not none %} or {{ column_name }} < {{ min_value }}{% endif %}
        {% if max_value is not none %} or {{ column_name }} > {{ max_value }}{% endif %}
{% endtest %}
