{# MetricFlow asks for a table of all days, also where money has a fiscal year and no day. #}
select cast(days.range as date) as date_day
from range(date '2000-01-01', date '2051-01-01', interval 1 day) as days
