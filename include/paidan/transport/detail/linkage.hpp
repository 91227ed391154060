// How the layer's functions reach a program: inline in every file that includes them (`paidan::paidan`, nothing to
// link), or compiled once (`paidan::transport`, which defines PAIDAN_TRANSPORT_COMPILED for whoever links it). The same
// code either way; compiled, a file that calls solve() builds in a second or two instead of forty.
#pragma once

#ifdef PAIDAN_TRANSPORT_COMPILED
#define PAIDAN_INLINE
#else
#define PAIDAN_INLINE inline
#endif
