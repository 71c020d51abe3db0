-- Whether another organization has a slug, or had it recently. Creating an organization decides; this tells while a person types.
create function is_slug_taken(p_slug text) returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select exists (select from organizations where slug = p_slug)
    or exists (select from organization_slugs, settings where slug = p_slug
      and released_at > now() - make_interval(days => coalesce(slug_kept_days, 36500)))
$$;
grant create on schema public to access;
alter function is_slug_taken owner to access;
revoke create on schema public from access;
revoke execute on function is_slug_taken from public;
grant execute on function is_slug_taken to identity;
