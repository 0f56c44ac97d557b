{#
    The right side of an identity, in yuan or in its own unit: the sum of its figures; for a product quantity x price;
    for a rate the change over the year before in percent. Null where a change has neither year, or a rate no base.
    Takes the relations of the added figures and of the rules.
#}
{% macro computed_value(added, rules) -%}
    case
        when {{ rules }}.operation = 'product'
            then cast({{ added }}.quantity_value * cast({{ added }}.price_value as double) as decimal(38, 6))
        when {{ rules }}.operation = 'percent' and {{ added }}.before_value <> 0
            then cast(
                100 * cast(coalesce({{ added }}.now_value, 0) - {{ added }}.before_value as double)
                / {{ added }}.before_value
                as decimal(38, 6)
            )
        when {{ rules }}.operation = 'percent' then null
        when {{ rules }}.rule_code = 'change_amount' and {{ added }}.now_value is null and {{ added }}.before_value is null
            then null
        else {{ added }}.right_value
    end
{%- endmacro %}

{#
    How far both sides of an identity may differ by rounding alone: half the printed step of each figure; for
    products and rates the rounding of their factors carried through.
#}
{% macro rounding_tolerance(added, rules) -%}
    cast(
        case
            when {{ rules }}.operation = 'product'
                then ({{ added }}.left_step + abs({{ added }}.quantity_value) * {{ added }}.price_step) / 2
            when {{ rules }}.operation = 'percent' and {{ added }}.before_value <> 0
                then
                    {{ added }}.left_step / 2
                    + 100 * ({{ added }}.money_step / 2) / abs({{ added }}.before_value)
                    * (1 + abs(coalesce({{ added }}.now_value, 0) / {{ added }}.before_value))
            else {{ added }}.steps_sum / 2
        end as decimal(38, 6)
    )
{%- endmacro %}

{#
    Whether two statements differ by a factor between two units of money, which no difference in scope explains: two
    prints of one amount by a power of ten, or a part that is a thousand times its whole. Takes the relation of the
    computed identities.
#}
{% macro differs_by_unit(computed) -%}
    {{ computed }}.kind = 'cross_table'
    and {{ computed }}.left_value <> 0
    and {{ computed }}.computed_value <> 0
    and case {{ computed }}.operation
        when 'equals'
            then
                list_bool_or(
                    list_transform(
                        [10, 1000, 10000, 100000, 100000000],
                        lambda unit_factor:
                        abs({{ computed }}.left_value - {{ computed }}.computed_value * unit_factor)
                        <= {{ computed }}.tolerance
                        or abs({{ computed }}.left_value * unit_factor - {{ computed }}.computed_value)
                        <= {{ computed }}.tolerance
                    )
                )
        when 'at_most'
            then {{ computed }}.computed_value > 0 and {{ computed }}.left_value >= 1000 * {{ computed }}.computed_value
        else false
    end
{%- endmacro %}

{#
    Whether the parts add up to a whole multiple of the printed sum, within rounding: then some of them were counted
    more than once. Takes the relation of the identities.
#}
{% macro is_multiple(identities) -%}
    {{ identities }}.left_value <> 0
    and round({{ identities }}.computed_value / {{ identities }}.left_value) between 2 and 9
    and abs(
        {{ identities }}.computed_value
        - {{ identities }}.left_value * round({{ identities }}.computed_value / {{ identities }}.left_value)
    ) <= {{ identities }}.tolerance
{%- endmacro %}

{# A value of an identity in the unit that its left side is printed in. #}
{% macro in_printed_unit(value, factor) -%}
    cast(round(cast({{ value }} as decimal(38, 6)) / {{ factor }}, 6) as decimal(24, 6))
{%- endmacro %}
