{#
    One row for each paragraph, with the section it belongs to. A section begins with a paragraph whose words are in
    claim_sections; a heading of the first rank that is not in the list ends the section before it.
#}
with

paragraphs as (

    select * from {{ ref('int_paragraph_texts') }}

),

sections as (

    select * from {{ ref('int_section_matches') }}

),

marked as (

    select
        paragraphs.*,
        sections.domain,
        sections.scope,
        coalesce(sections.domain <> 'keep', paragraphs.is_first_rank) as sets_section
    from paragraphs
    left join sections
        on paragraphs.lead_text = sections.lead_text

)

select
    disclosure_key,
    paragraph_key,
    paragraph_no,
    page_no,
    text,
    printed_text,
    last_value(case when sets_section then paragraph_key end ignore nulls) over to_here as section_key,
    coalesce(last_value(case when sets_section then coalesce(domain, '') end ignore nulls) over to_here, '') as domain,
    coalesce(last_value(case when sets_section then coalesce(scope, '') end ignore nulls) over to_here, '')
        as section_scope,
    lag(case when is_heading then lead_text end) over (partition by disclosure_key order by paragraph_no)
        as heading_above
from marked
window to_here as (
    partition by disclosure_key order by paragraph_no rows between unbounded preceding and current row
)
