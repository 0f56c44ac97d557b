{#
    The card of each disclosure: whose it is, its totals with those of the year before, and how much of it is proved.
    Totals count each yuan once (is_main_scope); nothing is where the statement was not read.
#}
with

expenditures as (

    select
        disclosure_key,
        sum(amount_yuan) as expenditure_yuan,
        sum(amount_yuan) filter (where nature = 'basic' or left(nature, 6) = 'basic_') as basic_yuan,
        sum(amount_yuan) filter (where nature = 'project' or left(nature, 8) = 'project_') as project_yuan,
        bool_and(is_complete) as is_complete
    from {{ published('fct_function_expenditures') }}
    where is_main_scope
    group by disclosure_key

),

revenues as (

    select
        disclosure_key,
        sum(amount_yuan) as revenue_yuan
    from {{ published('fct_revenues') }}
    where is_main_scope
    group by disclosure_key

),

three_public as (

    -- A budget prints those of the year before as well, a final account those of its budget.
    select
        facts.disclosure_key,
        sum(facts.amount_yuan) as three_public_yuan
    from {{ published('fct_three_public_expenses') }} as facts
    inner join {{ published('dim_disclosures') }} as disclosures
        on facts.disclosure_key = disclosures.disclosure_key
    where facts.is_main_scope and facts.basis = if(disclosures.report_kind = 'final_accounts', 'final', 'budget')
    group by facts.disclosure_key

),

amounts as (

    select
        disclosure_key,
        count(*) as amount_count,
        count(*) filter (where verification = 'verified') as verified_count,
        count(*) filter (where verification = 'contradicted') as contradicted_count,
        count(*) filter (where verification = 'unverified') as unverified_count
    from {{ published('fct_published_amounts') }}
    group by disclosure_key

),

unplaced as (

    select
        disclosure_key,
        count(*) as unplaced_count
    from {{ published('fct_unplaced_cells') }}
    group by disclosure_key

),

findings as (

    select
        disclosure_key,
        count(*) filter (where not is_known) as open_finding_count,
        count(*) filter (where is_known) as known_finding_count
    from {{ published('fct_findings') }}
    group by disclosure_key

),

coverage as (

    select
        disclosure_key,
        count(*) filter (where status = 'present') as present_statement_count,
        count(*) filter (where status = 'empty') as empty_statement_count,
        count(*) filter (where status = 'absent') as absent_statement_count,
        count(*) filter (where status = 'unreadable') as unreadable_statement_count
    from {{ published('fct_statement_coverage') }}
    group by disclosure_key

),

totals as (

    select
        disclosures.*,
        revenues.revenue_yuan,
        expenditures.expenditure_yuan,
        expenditures.basic_yuan,
        expenditures.project_yuan,
        expenditures.is_complete,
        three_public.three_public_yuan
    from {{ published('dim_disclosures') }} as disclosures
    left join revenues
        on disclosures.disclosure_key = revenues.disclosure_key
    left join expenditures
        on disclosures.disclosure_key = expenditures.disclosure_key
    left join three_public
        on disclosures.disclosure_key = three_public.disclosure_key

),

former as (

    select
        organization_key,
        report_kind,
        fiscal_year,
        max(disclosure_key) as disclosure_key,
        max_by(expenditure_yuan, disclosure_key) filter (where expenditure_yuan is not null)
            as expenditure_yuan,
        max_by(three_public_yuan, disclosure_key) filter (where three_public_yuan is not null)
            as three_public_yuan
    from totals
    where is_current
    group by all

)

select
    facts.organization_name,
    regions.full_name_zh as region_name,
    regions.province_name_zh as province_name,
    facts.fiscal_year,
    facts.report_kind,
    {{ label_of('report_kind') }},
    facts.scope,
    {{ label_of('scope') }},
    facts.title,
    facts.revenue_yuan,
    facts.expenditure_yuan,
    {{ in_10k_yuan('facts.expenditure_yuan') }} as expenditure_10k_yuan,
    facts.basic_yuan,
    facts.project_yuan,
    {{ percent('facts.basic_yuan', 'facts.expenditure_yuan') }} as basic_percent,
    {{ percent('facts.project_yuan', 'facts.expenditure_yuan') }} as project_percent,
    facts.three_public_yuan,
    former.expenditure_yuan as former_expenditure_yuan,
    facts.expenditure_yuan - former.expenditure_yuan as expenditure_change_yuan,
    {{ percent('(facts.expenditure_yuan - former.expenditure_yuan)', 'former.expenditure_yuan') }}
        as expenditure_change_percent,
    former.three_public_yuan as former_three_public_yuan,
    facts.is_complete,
    coalesce(amounts.amount_count, 0) as amount_count,
    coalesce(amounts.verified_count, 0) as verified_count,
    coalesce(amounts.contradicted_count, 0) as contradicted_count,
    coalesce(amounts.unverified_count, 0) as unverified_count,
    {{ percent('amounts.verified_count', 'amounts.amount_count') }} as verified_percent,
    coalesce(unplaced.unplaced_count, 0) as unplaced_count,
    coalesce(findings.open_finding_count, 0) as open_finding_count,
    coalesce(findings.known_finding_count, 0) as known_finding_count,
    coverage.present_statement_count,
    coverage.empty_statement_count,
    coverage.absent_statement_count,
    coverage.unreadable_statement_count,
    facts.page_count,
    facts.vintage_no,
    facts.is_current,
    facts.is_in_another_disclosure,
    facts.source_file,
    facts.content_sha256,
    facts.disclosure_key,
    former.disclosure_key as former_disclosure_key,
    facts.organization_key,
    facts.parent_organization_key,
    facts.region_code
from totals as facts
left join former
    on
        facts.organization_key = former.organization_key
        and facts.report_kind = former.report_kind
        and facts.fiscal_year = former.fiscal_year + 1
left join amounts
    on facts.disclosure_key = amounts.disclosure_key
left join unplaced
    on facts.disclosure_key = unplaced.disclosure_key
left join findings
    on facts.disclosure_key = findings.disclosure_key
left join coverage
    on facts.disclosure_key = coverage.disclosure_key
left join {{ published('dim_regions') }} as regions
    on facts.region_code = regions.region_code
{{- join_labels('facts', ['report_kind', 'scope']) }}
