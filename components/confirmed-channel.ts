/** The channel on which a tab says that the person has confirmed in it (components/confirmed-here.tsx). */
export const confirmedChannel = 'confirmed'
