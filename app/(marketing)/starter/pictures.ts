// The pictures that `npm run pictures` takes, each in both themes and, for phones, small.
import accessDarkSmall from './pictures/access-dark-small.webp'
import accessDark from './pictures/access-dark.webp'
import accessLightSmall from './pictures/access-light-small.webp'
import accessLight from './pictures/access-light.webp'
import membersDarkSmall from './pictures/members-dark-small.webp'
import membersDark from './pictures/members-dark.webp'
import membersLightSmall from './pictures/members-light-small.webp'
import membersLight from './pictures/members-light.webp'
import switcherDarkSmall from './pictures/switcher-dark-small.webp'
import switcherDark from './pictures/switcher-dark.webp'
import switcherLightSmall from './pictures/switcher-light-small.webp'
import switcherLight from './pictures/switcher-light.webp'

export const pictures = {
  access: { light: [accessLightSmall, accessLight], dark: [accessDarkSmall, accessDark] },
  members: { light: [membersLightSmall, membersLight], dark: [membersDarkSmall, membersDark] },
  switcher: { light: [switcherLightSmall, switcherLight], dark: [switcherDarkSmall, switcherDark] },
} as const
