/** The field of "select all". With a script, each box is ticked as well; without, its value has the ids of the whole page. */
export const allField = 'all'
