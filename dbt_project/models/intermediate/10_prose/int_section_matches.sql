{#
    One row for each wording that names a section of the narrative, with the subject of that section and the budget it
    is about, from claim_sections. A wording that gives an amount names no section.
#}
with

paragraphs as (

    select * from {{ ref('int_paragraph_texts') }}

),

sections as (

    select * from {{ ref('claim_sections') }}

),

wordings as (

    select distinct lead_text
    from paragraphs
    where lead_text is not null and not regexp_matches(lead_text, '[0-9](?:万|元|%)')

),

matched as (

    select
        lead_text,
        {{ first_pattern('claim_sections', 'lead_text') }} as pattern
    from wordings

)

select
    matched.lead_text,
    sections.domain,
    sections.scope
from matched
inner join sections
    on matched.pattern = sections.pattern
