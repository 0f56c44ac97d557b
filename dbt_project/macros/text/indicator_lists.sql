{#
    Rules for texts that list several indicators in one cell: `1、1-产出指标；11-数量指标；培训人数；实施周期指标值:≥5人；年度指标值:≥5人。`, or
    `数量指标：培训人数≥5人；质量指标：…`. Words of levels are those of the seed indicator_levels, words in front of a target those of
    keywords. All macros take compact text, full-width or not.
#}

{# A pattern of a whole squashed text, for use inside a longer one over text with full-width signs. #}
{% macro inside_printed_text(pattern) -%}
    {{ pattern | replace('(', '(?:') | replace('\\(?:', '\\(') | replace('(?:?:', '(?:')
        | replace('\\(', '[(（]') | replace('\\)', '[)）]') | replace('.*', '[^()（）]*') }}
{%- endmacro %}

{# Pattern of the number in front of an indicator: `1、`, `2.`, `(3)`, `四、`, `⑤`. #}
{% macro indicator_numbering() -%}
    (?:[(（][0-9０-９]{1,2}[)）][、.．]?|[0-9０-９]{1,2}[、.．)）]|[一二三四五六七八九十]{1,3}、|[①②③④⑤⑥⑦⑧⑨⑩])
{%- endmacro %}

{#
    Pattern of the levels in front of an indicator, where a text begins or another indicator ends. Its groups: the
    mark that ends what is before (two groups, one of them empty), the first level, the second level after it, the
    second level alone. Where neither a code (`1-`) nor another level is in
    front of it, a level must end with 指标: 成本 and 管理 are also words of targets.
#}
{% macro indicator_head(first, second) -%}
    {%- set numbering = indicator_numbering() -%}
    {%- set code = '[0-9０-９]{1,3}[-－—–.．]' -%}
    {%- set end = '[;；,，:：－—–-]' -%}
    {%- set any_first = inside_printed_text(first) -%}
    {%- set any_second = inside_printed_text(second) -%}
    {%- set plain_first = inside_printed_text(first | replace('(指标)?', '指标')) -%}
    {%- set plain_second = inside_printed_text(second | replace('(指标)?', '指标')) -%}
    (?:(^|[;；。]){{ numbering }}?|([,，:：]){{ numbering }})
    {#- #}(?:({{ code }}{{ any_first }}|{{ plain_first }}){{ end }}(?:((?:{{ code }})?{{ any_second }}){{ end }})?
    {#- #}|({{ code }}{{ any_second }}|{{ plain_second }}){{ end }})
{%- endmacro %}

{#
    The pieces of such a text, as a list: what is in front of the first indicator, then one piece for each. A piece
    has four parts with chr(31) between them: the first level, the second after it, the second alone, and the indicator
    with its targets.
#}
{% macro indicator_pieces(compacted, first, second) -%}
    string_split(
        regexp_replace(
            {{ compacted }},
            '{{ indicator_head(first, second) }}',
            '\1\2' || chr(30) || '\3' || chr(31) || '\4' || chr(31) || '\5' || chr(31),
            'g'
        ),
        chr(30)
    )
{%- endmacro %}

{#
    The parts of an indicator with labelled targets, as a list: its name, then each label and its target with chr(31)
    between them.
#}
{% macro labelled_targets(body, label) -%}
    string_split(
        regexp_replace({{ body }}, '(?:^|[;；,，。]+)({{ label }})[:：]', chr(30) || '\1' || chr(31), 'g'), chr(30)
    )
{%- endmacro %}

{#
    Is it plain where the name of an indicator with labelled targets ends? A name may hold a comma only where another
    mark closes it, and never a semicolon: it may be two things.
#}
{% macro has_plain_name(body, label) -%}
    regexp_matches({{ body }}, '^(?:[^;；。]+[;；。]|[^;；。,，]+[,，]){{ label }}[:：]')
{%- endmacro %}

{# May a target hold the beginning of another indicator, one without known levels or without its label? #}
{% macro hides_indicator(target) -%}
    regexp_matches({{ target }}, '指标值|指标[;；,，:：]|[;；。,，]{{ indicator_numbering() }}')
{%- endmacro %}

{#
    An indicator without labels, divided into `name` and `target` by what is printed: a colon, a word of comparison
    before a number, or nothing but a quantity. Both empty where none of them is there, or where a list may follow.
#}
{% macro name_and_target(item, comparison, quantity) -%}
    {%- set item_words = "regexp_replace(" ~ item ~ ", '^" ~ indicator_numbering() ~ "', '')" -%}
    case
        when regexp_full_match({{ item }}, '{{ quantity }}') then {'name': '', 'target': {{ item }}}
        when regexp_matches({{ item_words }}, '[,，、][^0-9０-９]|指标[:：]') then {'name': '', 'target': ''}
        when regexp_full_match({{ item_words }}, '[^:：]+[:：][^:：]+')
            then regexp_extract({{ item_words }}, '^([^:：]+)[:：](.+)$', ['name', 'target'])
        else
            regexp_extract(
                {{ item_words }}, '^([^:：]*?[^:：0-9０-９])((?:{{ comparison }})[0-9０-９][^:：]*)$', ['name', 'target']
            )
    end
{%- endmacro %}

{# A text without the marks that end an indicator. #}
{% macro without_end_marks(text) -%}
    regexp_replace({{ text }}, '[;；,，。]+$', '')
{%- endmacro %}
