/** The one listener of a local installation; every row of every table already belongs to a user. */
export const LOCAL_USER_ID = 1;
