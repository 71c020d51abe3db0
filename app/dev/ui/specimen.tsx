import type { ReactNode } from 'react'

/** A primitive with its name, in one of its states. */
export const Specimen = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="specimen">
    <p>{name}</p>
    <div>{children}</div>
  </div>
)
