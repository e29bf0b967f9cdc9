/** Maximum length of the name of a newsletter or a reporting webhook. */
export const MAX_NAME_CHARACTERS = 190;
