'use client'

// The roles on a wide screen: a table of roles and permissions. The names of both stay visible while the rest scrolls. It is
// a client component with plain data, because a cell then travels as one character.
type Column = { key: string; name: string; isCustom: boolean }

/** `held`: for each role, in the order of the columns, 1 if it has the permission and 0 if not. */
type Line = { permission: string; sentence: string; held: string }

type RoleMatrixProps = { columns: Column[]; areas: { name: string; lines: Line[] }[] }

export function RoleMatrix({ columns, areas }: RoleMatrixProps) {
  const firstCustom = columns.findIndex(({ isCustom }) => isCustom)
  const edge = (index: number) => (index === firstCustom ? '' : undefined)
  return (
    <div role="region" aria-label="What each role allows" tabIndex={0} className="role-matrix">
      <table>
        <thead>
          <tr>
            <th scope="col">Permission</th>
            {columns.map(({ key, name }, index) => (
              <th key={key} scope="col" data-edge={edge(index)}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        {areas.map(({ name, lines }) => (
          <tbody key={name}>
            <tr>
              <th scope="rowgroup">{name}</th>
              <td colSpan={columns.length} />
            </tr>
            {lines.map(({ permission, sentence, held }) => (
              <tr key={permission}>
                <th scope="row">
                  {sentence}
                  <code>{permission}</code>
                </th>
                {[...held].map((is, index) => (
                  <td key={index} data-held={is} data-edge={edge(index)}>
                    {is === '1' ? 'Yes' : 'No'}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        ))}
      </table>
    </div>
  )
}
