/** The version of the ABI that these headers describe. */
#ifndef MILLRACE_VERSION_H
#define MILLRACE_VERSION_H

/**
 * A host loads a plugin of its own major version whose minor version is not above the host's. While the major version
 * is 0, the minor versions must be equal: the ABI may still change. From 1.0 on, a plugin built against any 1.x
 * header loads in every later 1.x host.
 */
#define MILLRACE_ABI_MAJOR 0
#define MILLRACE_ABI_MINOR 3

#endif
