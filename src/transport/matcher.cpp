// Matcher, compiled once for everything that links paidan::transport.
#include "paidan/transport/detail/matcher_export_inl.hpp"
#include "paidan/transport/detail/matcher_inl.hpp"
