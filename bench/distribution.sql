-- Who is in which organization, the same in every system that is measured: 1,000 organizations, 20,000 people. Organization 1 has
-- 10,000 members; the others have 9 each, plus one of the first 400 people, who are thus in two. Person 20000 is in one
-- organization, 19999 in ten, 19998 in fifty, 19996 in a hundred, 19997 in all. Ids sort by their number, as ids made over time do.
create function pg_temp.numbered(kind text, n int) returns text language sql immutable as $$
  select kind || '_' || lpad(n::text, 26, '0')
$$;

create temp table distribution as
  select 1 as organization, i as person, case when i = 1 then 'owner' when i % 50 = 0 then 'admin' else 'member' end as role
    from generate_series(1, 10000) i
  union all
  select 2 + i % 999, 10001 + i, case when i < 999 then 'owner' else 'member' end from generate_series(0, 8990) i
  union all select 2 + i, 1 + i, 'admin' from generate_series(0, 399) i
  union all select 500 + i, 19998, 'member' from generate_series(1, 50) i
  union all select 500 + i, 19999, 'member' from generate_series(1, 10) i
  union all select 600 + i, 19996, 'member' from generate_series(1, 100) i
  union all select i, 19997, 'member' from generate_series(1, 1000) i
  union all select 501, 20000, 'member';

