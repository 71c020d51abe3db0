// Names that the server and the browser need, so they are in no client module.

/** The id of the form to which the boxes of a list belong. */
export const selectionForm = 'selection'

/** The field of "select all". With a script, each box is ticked as well; without, its value has the ids of the whole page. */
export const allField = 'all'
