{#
    Paragraphs, and which part of the narrative each stands in: a heading, or the words before the first colon or
    full stop of a numbered paragraph, names the section; sections are told by the words of claim_sections.
#}
with

lines as (

    select * from {{ ref('int_narrative_lines') }}

),

sections as (

    select * from {{ ref('claim_sections') }}

),

assembled as (

    select
        disclosure_key,
        paragraph_no,
        string_agg(squashed_text, '' order by line_no) as text,
        string_agg(compact_text, '' order by line_no) as printed_text
    from lines
    group by disclosure_key, paragraph_no

),

led as (

    select
        *,
        {{ numbering_depth('text') }} as depth,
        not regexp_matches(text, '[。;]') and not regexp_matches(text, '[0-9](万元|元|%)') as is_heading
    from assembled

),

titled as (

    select
        *,
        case
            when is_heading and length(text) <= 60 and (depth > 0 or text not like '%:') then text
            when depth between 1 and 5 then regexp_extract(text, '^([^:。,]{2,45})[:。,]', 1)
        end as lead_text
    from led

),

named as (

    select
        titled.disclosure_key,
        titled.paragraph_no,
        sections.domain,
        sections.scope
    from titled
    inner join sections
        on regexp_full_match(titled.lead_text, sections.pattern)
    where not regexp_matches(titled.lead_text, '[0-9](万元|元|%|万)')
    qualify
        row_number() over (
            partition by titled.disclosure_key, titled.paragraph_no
            order by sections.priority
        ) = 1

),

marked as (

    select
        titled.*,
        named.domain,
        named.scope,
        -- A heading of the first rank that names no section ends the one before.
        coalesce(named.domain <> 'keep', titled.depth = 1 and titled.is_heading) as sets_section
    from titled
    left join named
        on titled.disclosure_key = named.disclosure_key and titled.paragraph_no = named.paragraph_no

)

select
    disclosure_key,
    paragraph_no,
    text,
    printed_text,
    depth,
    is_heading,
    lead_text,
    max(case when sets_section then paragraph_no end) over in_document as section_no,
    coalesce(
        last_value(case when sets_section then coalesce(domain, '') end ignore nulls) over in_document, ''
    ) as domain,
    coalesce(
        last_value(case when sets_section then coalesce(scope, '') end ignore nulls) over in_document, ''
    ) as section_scope,
    lag(case when is_heading then lead_text end) over (partition by disclosure_key order by paragraph_no)
        as heading_above
from marked
window in_document as (
    partition by disclosure_key order by paragraph_no rows between unbounded preceding and current row
)
