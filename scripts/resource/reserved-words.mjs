// Words that cannot be names in the generated code.

const ofSql = `all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation
  column concurrently constraint create cross current_catalog current_date current_role current_schema current_time
  current_timestamp current_user default deferrable desc distinct do else end except false fetch for foreign freeze from full
  grant group having ilike in initially inner intersect into is isnull join lateral leading left like limit localtime
  localtimestamp natural not notnull null offset on only or order outer overlaps placing primary references returning right
  select session_user similar some symmetric system_user table tablesample then to trailing true union unique user using
  variadic verbose when where window with`

const ofTypeScript = `abstract arguments await boolean break catch class const continue debugger delete enum eval export extends
  finally function if implements import instanceof interface let new number object package private protected public return
  static string super switch symbol this throw try type typeof undefined var void while yield`

// Fields that every resource has, and names that the generated functions and forms use.
const ofTheCode = `id organization_id organization created_by creator created_at created updated_at version archived_at
  query cursor before changes confirm_password count ctx data db differences fields href input path rest seen
  session`

const list = (text) => text.split(/\s+/)

export const reservedWords = new Set([...list(ofSql), ...list(ofTypeScript)])
export const reservedFields = new Set([...reservedWords, ...list(ofTheCode)])
