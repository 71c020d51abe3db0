// The people of an organization of any size: different names, the same ones in every run.
import type { RoleKey } from '@/lib/permissions/roles'

export const crowd = { slug: 'umbrella', name: 'Umbrella Logistics' } as const

/** The largest crowd. Far more people would get a middle initial past Z. */
export const maxCrowd = 100_000

const firstNames =
  `Adaeze Ahmed Aiko Alba Alejandro Alice Amina Anders Andrea Anika Antoine Arjun Astrid Ayşe Beatriz Bo
Bogdan Camille Carlos Carmen Chiara Chidi Clara Daniel Daria David Dina Dmitri Elena Elif Elin Emeka Emil Emma Enzo Erik
Esra Esther Eva Fatima Felipe Fiona Francesca Gabriel Grace Hannah Haruto Hassan Helena Hugo Ibrahim Ingrid Isabel Ivana
Jakub James Jan Jasmin Jing João Jonas José Julia Kai Karim Katarzyna Kenji Kofi Lars Laura Layla Leila Lena Léa Liam Lin
Lucía Luis Magnus Mai Malik Marek Maria Marta Mateo Mei Mia Milan Mohamed Nadia Naomi Nikos Nils Noor Olivia Omar Oskar
Paula Pedro Petra Rafael`.split(/\s+/)

const lastNames = `Abbas Adeyemi Ahlström Alvarez Andersen Aoki Baker Banerjee Barbosa Becker Bergström Bianchi Boateng
Bondarenko Brandt Byrne Campbell Cardoso Castillo Chaudhry Chen Cohen Costa Cruz Dahl Danjuma Demir Desai Dubois Dvořák
Edwards Eriksen Esposito Eze Farouk Ferreira Fischer Fontaine Fujita Gallo Garcia Ghosh Gomez Greco Gruber Guerrero Gupta
Haddad Hansen Hashimoto Herrera Hoang Hoffmann Horvat Hughes Huang Ibarra Ishikawa Ivanova Jansen Jensen Johansson Kaplan
Kapoor Kaya Keller Khan Kimura Klein Kovács Kowalski Kumar Larsen Lefebvre Lehtonen Li Lopez Mahmoud Martinez Mbeki Meyer
Mitchell Moreau Moretti Morris Müller Murphy Nakamura Navarro Nguyen Novak Nowak Nwosu Okeke Oliveira Ortega Osei Park
Patel Pereira`.split(/\s+/)

export type Joiner = { email: string; name: string; role: RoleKey; days: number; seen: number }

/** Person number `index`, who joined `days` ago and was last active `seen` days ago. */
export function joinerAt(index: number): Joiner {
  const combinations = firstNames.length * lastNames.length
  // A coprime step visits every combination once, in an order that looks random.
  const at = (index * 7919) % combinations
  const round = Math.floor(index / combinations)
  const middle = round === 0 ? '' : `${String.fromCharCode(64 + round)}. `
  const first = firstNames[at % firstNames.length]!
  const name = `${first} ${middle}${lastNames[Math.floor(at / firstNames.length)]}`
  const days = 2 + spread(index, 1) ** 2 * 1500
  return {
    name,
    email: `${addressPart(name)}@umbrella.example`,
    role: roleOf(spread(index, 2)),
    days,
    // Most were active this week, and never before they joined.
    seen: spread(index, 3) ** 6 * (days - 1),
  }
}

const roleOf = (share: number): RoleKey => (share < 0.01 ? 'admin' : share < 0.16 ? 'viewer' : 'member')

// Between 0 and 1, determined by the number and the purpose.
const spread = (index: number, salt: number): number => {
  const value = Math.sin((index + 1) * 12.9898 + salt * 78.233) * 43758.5453
  return value - Math.floor(value)
}

const addressPart = (name: string): string =>
  name
    .toLowerCase()
    .normalize('NFD')
    .replace(/[^a-z ]/g, '')
    .replaceAll(' ', '.')
