/** The name and version by which the kernel asks for our widget; tests keep them equal. */

export const MODULE = "livewidgets";
export const VERSION = "0.1.0";
