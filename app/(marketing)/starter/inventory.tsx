const inside = [
  ['Sign-up and sign-in', 'Password, mailed code, passkey, Google, GitHub or OpenID Connect; second factors.'],
  ['Account pages', 'Sessions, addresses, export, and deletion with 30 days to take it back.'],
  ['Organizations', 'Create, pick, switch; logo and color, transfer, deletion with 30 days to restore.'],
  ['Members and invitations', 'Invite one or a hundred, by mail or link; change roles; an owner always remains.'],
  ['One path to the data', 'Tenant, permission and transaction in a single call that cannot be left out.'],
  ['Organization tokens', 'Issued in one round trip, checked again on every call of the API.'],
  [
    'A sample resource',
    'Search, filter, create, edit, archive, delete: pages and API. One command writes your own like it.',
  ],
  [
    'Custom roles and API keys',
    'Each organization defines its own. No one can grant permissions they don’t have, and a key never has more than its creator.',
  ],
  ['An audit trail', 'Every change, refusal and sign-in, chained by hashes, and checked by a command or a button.'],
  ['Forms without JavaScript', 'Every form works with scripts turned off.'],
  ['Strict HTTP defaults', 'Content-Security-Policy with a nonce, problem+json errors, rate limits.'],
  ['Postgres from the start', 'Embedded for development. Set DATABASE_URL to use your own.'],
]

const missing = [
  'Webhooks',
  'Billing',
  'SAML single sign-on and SCIM',
  'Translations',
  'A component library beyond what the pages use',
  'A hosted service: you run it',
]

/** Both lists describe the code as it is: remove a feature and its line together. */
export function Inventory() {
  return (
    <section aria-labelledby="inside" className="bg-sunken/50 border-t">
      <div className="mx-auto grid max-w-6xl gap-12 px-5 py-16 sm:px-8 sm:py-24 lg:grid-cols-[1fr_19rem] lg:gap-16">
        <div className="grid gap-8">
          <h2 id="inside" className="text-3xl font-semibold tracking-[-0.03em]">
            What is inside
          </h2>
          <dl className="grid gap-x-10 gap-y-7 sm:grid-cols-2">
            {inside.map(([name, detail]) => (
              <div key={name} className="grid content-start gap-1 border-t pt-4">
                <dt className="font-medium">{name}</dt>
                <dd className="text-muted text-pretty">{detail}</dd>
              </div>
            ))}
          </dl>
        </div>
        <div className="grid content-start gap-8">
          <h2 className="text-3xl font-semibold tracking-[-0.03em]">What is not</h2>
          <ul className="text-muted divide-y border-y">
            {missing.map((item) => (
              <li key={item} className="py-3">
                {item}
              </li>
            ))}
          </ul>
        </div>
      </div>
    </section>
  )
}
